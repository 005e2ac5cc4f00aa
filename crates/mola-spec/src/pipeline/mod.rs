//! The language of pipelines: how one programme is consolidated.

mod plan;
mod programme;
mod publication;
mod resolve;
mod sources;
pub(crate) mod written;

pub(crate) use programme::{check_thresholds, events};

pub use plan::{Accepted, IdentifierScheme, LinkField, LinkRule, PipelinePlan, pipeline};
pub use resolve::{Pipeline, PipelineFiles, resolve};
