//! The facts as a data package: one zip with the CSV, the same as Parquet, and `datapackage.json`, which says what
//! stands in them (Frictionless Data Package, Table Schema).

use crate::facts::{FactColumn, FactKind, FactTable, facts_csv};
use crate::{Edition, ReportError};
use mola_model::Status;
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The package of an edition.
pub(crate) fn package(edition: &Edition<'_>) -> Result<Vec<u8>, ReportError> {
    let table = FactTable::of(edition);
    let csv = facts_csv(edition)?;
    let parquet = (edition.parquet)(&table)?;
    let description = serde_json::to_vec_pretty(&description(edition, &table, &csv, &parquet))?;
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(csv.len() / 4 + parquet.len())));
    // The default moment of a zip is a fixed one: the same issue is the same bytes.
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, options, bytes) in
        [("datapackage.json", packed, &description), ("facts.csv", packed, &csv), ("facts.parquet", stored, &parquet)]
    {
        zip.start_file(name, options)?;
        zip.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn description(edition: &Edition<'_>, table: &FactTable<'_>, csv: &[u8], parquet: &[u8]) -> Value {
    let issue = edition.released.issue();
    let (programme, language) = (&issue.programme, edition.language);
    let title = format!("{} · {}", programme.name.get(language), issue.period);
    let contributors: Vec<Value> = programme
        .agencies
        .iter()
        .map(|agency| json!({ "title": agency.name.get(language), "roles": ["creator"] }))
        .collect();
    json!({
        "profile": "data-package",
        "name": slug(&format!("{}-{}", programme.code, issue.period)),
        "title": title,
        "description": programme.note.get(language),
        "created": format!("{}Z", issue.as_of.format("%Y-%m-%dT%H:%M:%S")),
        "contributors": contributors,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "facts",
                "path": "facts.csv",
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": csv.len(),
                "dialect": { "delimiter": ",", "header": true, "lineTerminator": "\n" },
                "schema": {
                    "fields": table.columns().iter().map(field).collect::<Vec<_>>(),
                    "primaryKey": "figure",
                    "missingValues": [""],
                },
            },
            {
                "profile": "data-resource",
                "name": "facts-parquet",
                "description": "The same facts as Apache Parquet.",
                "path": "facts.parquet",
                "type": "file",
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "bytes": parquet.len(),
            },
        ],
    })
}

fn field(column: &FactColumn) -> Value {
    let kind = match column.kind {
        FactKind::Text => "string",
        FactKind::Number => "number",
        FactKind::Count => "integer",
        FactKind::Truth => "boolean",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.about });
    let statuses = [Status::Reported, Status::Missing, Status::NotApplicable, Status::NotYetDue, Status::Suppressed];
    let constraints = match column.name.as_str() {
        "figure" => json!({ "required": true, "unique": true }),
        "span" => json!({ "required": true, "enum": ["in_period", "to_date"] }),
        "status" => json!({ "required": true, "enum": statuses.map(Status::as_str) }),
        "indicator" | "period" | "estimated" | "records" => json!({ "required": true }),
        _ => return field,
    };
    field["constraints"] = constraints;
    field
}

/// A name of lower-case letters, digits and hyphens, as the format wants it.
fn slug(text: &str) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '_' { c.to_ascii_lowercase() } else { '-' };
    text.chars().map(legal).collect()
}
