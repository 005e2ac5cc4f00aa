//! Blobs and segments: what is put in comes out, and damage is found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use mola_store::{Digest, Files, Store, StoreError};
use polars::prelude::*;
use std::path::Path;

fn keys() -> mola_store::KeyRing {
    mola_store::KeyRing::said("07".repeat(32))
}

fn store(root: &Path) -> Store {
    Store::open(root, &keys()).unwrap()
}

/// Every dtype of the canonical tables, with and without nulls.
fn frame() -> DataFrame {
    let categorical = DataType::from_categories(Categories::global());
    let column = |name: &str, series: Series| series.with_name(name.into()).into_column();
    let columns = vec![
        column("date", Series::new("".into(), [Some(15_000_i32), None, Some(-1)]).cast(&DataType::Date).unwrap()),
        column("agency", Series::new("".into(), ["fao", "undp", "fao"]).cast(&categorical).unwrap()),
        column("place", Series::new("".into(), [Some("Chiriquí"), None, None]).cast(&categorical).unwrap()),
        column("name", Series::new("".into(), [Some("Ñandú"), Some(""), None])),
        column("count", Series::new("".into(), [Some(i64::MIN), None, Some(i64::MAX)])),
        column("amount", Series::new("".into(), [Some(0.1), None, Some(f64::NEG_INFINITY)])),
        column("flag", Series::new("".into(), [Some(true), None, Some(false)])),
        column("row", Series::new("".into(), [0_u32, 7, u32::MAX])),
        column("key", Series::new("".into(), [Some(u64::MAX), None, Some(0)])),
        column("age", Series::new("".into(), [Some(-1_i8), None, Some(i8::MAX)])),
        column("month", Series::new("".into(), [Some(u16::MAX), None, Some(0)])),
        column("nothing", Series::new("".into(), [None::<f64>, None, None])),
    ];
    DataFrame::new(3, columns).unwrap()
}

#[test]
fn frames_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    let whole = frame();
    let halves = whole.head(Some(1)).vstack(&whole.tail(Some(2))).unwrap();
    for (name, mut frame) in [("whole", whole.clone()), ("chunked", halves), ("empty", whole.head(Some(0)))] {
        let expected = frame.clone();
        assert!(files.put_segment(name, &mut frame).unwrap() > 0);
        let decoded = Files::decode(&Files::encode(&mut frame).unwrap()).unwrap();
        for found in [files.segment(name, None).unwrap(), decoded] {
            assert_eq!(found.schema(), expected.schema(), "{name}");
            assert!(found.equals_missing(&expected), "{name}: {found:?}");
        }
    }
}

#[test]
fn categoricals_of_several_segments_are_one_kind() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    let mut stacked = frame();
    files.put_segment("a", &mut frame().tail(Some(2))).unwrap();
    files.put_segment("b", &mut frame().head(Some(1))).unwrap();
    for id in ["a", "b"] {
        stacked.vstack_mut(&files.segment(id, None).unwrap()).unwrap();
    }
    let agencies: Vec<_> = stacked
        .column("agency")
        .unwrap()
        .cast(&DataType::String)
        .unwrap()
        .str()
        .unwrap()
        .iter()
        .map(|value| value.unwrap().to_owned())
        .collect();
    assert_eq!(agencies, ["fao", "undp", "fao", "undp", "fao", "fao"]);
}

#[test]
fn only_the_columns_asked_for_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    files.put_segment("a", &mut frame()).unwrap();
    let found = files.segment("a", Some(&["count", "date"])).unwrap();
    assert_eq!(found.get_column_names(), ["count", "date"]);
    assert!(matches!(
        files.segment("a", Some(&["colour"])),
        Err(StoreError::ColumnAbsent { column, .. }) if column == "colour"
    ));
}

#[test]
fn a_segment_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    files.put_segment("a", &mut frame()).unwrap();
    files.put_segment("a", &mut frame().head(Some(1))).unwrap();
    assert_eq!(files.segment("a", None).unwrap().height(), 1);
}

#[test]
fn ids_that_are_no_file_names_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    for id in ["", ".", "../a", "a/b", "a\\b", "a.b", "ñ", "a b", &"a".repeat(121)] {
        assert!(matches!(files.put_segment(id, &mut frame()), Err(StoreError::SegmentId { .. })), "{id}");
        assert!(matches!(files.segment(id, None), Err(StoreError::SegmentId { .. })), "{id}");
    }
}

#[test]
fn damaged_bytes_are_refused_or_read_but_never_a_panic() {
    let mut small = frame().select(["date", "agency", "count"]).unwrap();
    let bytes = Files::encode(&mut small).unwrap();
    for length in 0..bytes.len() {
        assert!(matches!(Files::decode(&bytes[..length]), Err(StoreError::FrameUnreadable { .. })), "{length} bytes");
    }
    for position in 0..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[position] ^= 0xff;
        let found = Files::decode(&bytes);
        assert!(matches!(found, Ok(_) | Err(StoreError::FrameUnreadable { .. })), "byte {position}");
    }
}

#[test]
fn a_torn_segment_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    files.put_segment("a", &mut frame()).unwrap();
    let path = folder.path().join("segments/a.parquet");
    let bytes = std::fs::read(&path).unwrap();
    for length in [0, 4, bytes.len() / 2, bytes.len() - 1] {
        std::fs::write(&path, &bytes[..length]).unwrap();
        assert!(
            matches!(files.segment("a", None), Err(StoreError::SegmentDamaged { id, .. }) if id == "a"),
            "{length}"
        );
    }
}

#[test]
fn a_segment_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    assert!(
        matches!(files.segment("a", None), Err(StoreError::Io { path, .. }) if path.ends_with("segments/a.parquet"))
    );
}

#[test]
fn blobs_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    for bytes in [b"".as_slice(), b"a", &[0; 100_000]] {
        let content = files.put_blob(bytes).unwrap();
        assert_eq!(content, Digest::of(bytes));
        assert_eq!(files.put_blob(bytes).unwrap(), content);
        assert_eq!(files.blob(&content).unwrap(), bytes);
    }
    files.sync().unwrap();
}

#[test]
fn a_damaged_blob_is_found_and_mended_by_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    let content = files.put_blob(b"twelve people").unwrap();
    let path = folder.path().join("blobs").join(content.to_string());
    for damage in [b"thirty people".as_slice(), b"", b"twelve people and more"] {
        std::fs::write(&path, damage).unwrap();
        let found = Digest::of(damage);
        assert!(matches!(
            files.blob(&content),
            Err(StoreError::BlobDamaged { expected, found: f }) if expected == content && f == found
        ));
        files.put_blob(b"twelve people").unwrap();
        assert_eq!(files.blob(&content).unwrap(), b"twelve people");
    }
}

#[test]
fn more_files_than_may_be_open_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let files = store(folder.path()).files();
    std::thread::scope(|scope| {
        for thread in 0_u8..4 {
            let files = files.clone();
            scope.spawn(move || {
                for number in 0_u8..100 {
                    files.put_blob(&[thread, number]).unwrap();
                }
            });
        }
    });
    files.sync().unwrap();
    assert_eq!(folder.path().join("blobs").read_dir().unwrap().count(), 400);
    assert_eq!(folder.path().join("incoming").read_dir().unwrap().count(), 0);
}

#[test]
fn what_an_interrupted_run_left_half_written_is_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    drop(store(folder.path()));
    let torn = folder.path().join("incoming/0.tmp");
    std::fs::write(&torn, b"half a fi").unwrap();
    let files = store(folder.path()).files();
    assert!(!torn.exists());
    let content = files.put_blob(b"half a file").unwrap();
    assert_eq!(files.blob(&content).unwrap(), b"half a file");
}
