//! The language of `pipelines/` and `mappings/`: text in, the resolved plan and *all* findings out.
//!
//! A pipeline says how one programme is consolidated: its `pipeline.toml`, its tables of
//! indicators and targets, the code lists and the mappings. A mapping says how one kind of file of
//! one agency becomes canonical records. This crate reads both, checks them against their JSON
//! Schema and against each other, and makes the plans that are carried out. It opens no files:
//! [`pipeline`] says which are wanted, [`resolve`] takes their texts.
//!
//! ```
//! use mola_spec::{PipelineFiles, SettingsText, pipeline, resolve};
//!
//! let main = SettingsText::new("pipelines/demo/pipeline.toml", r#"
//! schema_version = 1
//! [programme]
//! code = "DEMO"
//! name = "An invented programme"
//! currency = "USD"
//! first = "2011-01"
//! last = "2011-10"
//! [inbox]
//! path = "inbox"
//! [[agency]]
//! code = "undp"
//! name = "UNDP"
//! language = "es"
//! "#);
//! let (plan, findings) = pipeline(&main);
//! assert!(findings.is_empty());
//! let plan = plan.expect("a pipeline");
//! assert_eq!(plan.indicators, "indicators.csv");
//!
//! let indicators = "code,kind,label_en,beneficiary,time\nBEN-D,unique,People,person,sum\n";
//! let files = PipelineFiles {
//!     indicators: SettingsText::new("pipelines/demo/indicators.csv", indicators),
//!     ..PipelineFiles::default()
//! };
//! let (resolved, findings) = resolve(plan, &files);
//! assert!(resolved.is_none());
//! // People are counted once, however many months they come: they are never added up.
//! assert_eq!(findings[0].code.as_str(), "definition-contradiction");
//! assert_eq!((findings[0].place.line, findings[0].place.column), (Some(2), Some(28)));
//! ```

mod axis;
mod binding;
mod cases;
mod check;
mod codelist;
mod csv_table;
mod document;
mod encoding;
mod faults;
mod fold;
mod indicators;
pub mod mapping;
mod nearest;
mod pipeline;
mod rates;
mod receipts;
mod schema;
mod settings;
mod targets;
mod treatment;

pub use binding::binding;
pub use cases::{Case, CaseClosed, CaseReceipt, CaseRow, CaseValue, Expectation, Expected, Subject, cases};
pub use codelist::{CodeEntry, CodeList};
pub use encoding::encoding;
pub use fold::fold;
pub use mapping::Mapping;
pub use pipeline::{
    Accepted, IdentifierScheme, LinkField, LinkRule, Pipeline, PipelineFiles, PipelinePlan, pipeline, resolve,
};
pub use schema::{binding_schema, cases_schema, mapping_schema, pipeline_schema};
pub use settings::SettingsText;
