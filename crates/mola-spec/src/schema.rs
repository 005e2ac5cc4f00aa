//! The JSON Schemas of the language, made from the structures that read it.

use crate::binding::BindingWritten;
use crate::cases::written::CasesWritten;
use crate::mapping::written::MappingWritten;
use crate::pipeline::written::PipelineWritten;
use serde_json::Value;
use std::sync::LazyLock;

static MAPPING: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(MappingWritten).to_value());
static PIPELINE: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(PipelineWritten).to_value());
static BINDING: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(BindingWritten).to_value());
static CASES: LazyLock<Value> = LazyLock::new(|| schemars::schema_for!(CasesWritten).to_value());

/// The JSON Schema (2020-12) of `mappings/*.toml`.
pub fn mapping_schema() -> Value {
    mapping().clone()
}

/// The JSON Schema (2020-12) of `pipelines/*/pipeline.toml`.
pub fn pipeline_schema() -> Value {
    pipeline().clone()
}

/// The JSON Schema (2020-12) of `pipelines/*/cases.toml`.
pub fn cases_schema() -> Value {
    cases().clone()
}

/// The JSON Schema (2020-12) of bindings of templates.
pub fn binding_schema() -> Value {
    binding().clone()
}

pub(crate) fn binding() -> &'static Value {
    &BINDING
}

pub(crate) fn mapping() -> &'static Value {
    &MAPPING
}

pub(crate) fn pipeline() -> &'static Value {
    &PIPELINE
}

pub(crate) fn cases() -> &'static Value {
    &CASES
}
