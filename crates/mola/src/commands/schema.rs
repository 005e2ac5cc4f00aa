//! `mola schema`

use super::{Answer, json};
use crate::args::{SchemaArgs, SchemaOf};
use crate::failure::Failure;

/// Always JSON, whatever the format asked for: a schema is no text.
pub(super) fn schema(args: &SchemaArgs) -> Result<Answer, Failure> {
    let schema = match args.of {
        SchemaOf::Mapping => mola_spec::mapping_schema(),
        SchemaOf::Pipeline => mola_spec::pipeline_schema(),
        SchemaOf::Cases => mola_spec::cases_schema(),
        SchemaOf::Binding => mola_spec::binding_schema(),
        SchemaOf::Report => mola_run::report_schema(),
    };
    json(&schema).map(Answer::clean)
}
