//! Files that are broken on purpose: each is refused for its own reason and at its own place, or
//! read without harm. See `fixtures/hostile/README.md`.

use mola_sheet::{Damage, Found, Hints, Limit, Limits, SheetError, Workbook};

/// The rows of all sheets, each as its number and its values.
fn read(name: &str) -> Result<Vec<String>, SheetError> {
    let path = format!("../../fixtures/hostile/in/{name}");
    let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut workbook = Workbook::open(bytes, &Hints::default(), &Limits::default())?;
    let mut rows = Vec::new();
    for index in 0..workbook.sheets().len() {
        let mut sheet = workbook.sheet(index)?;
        while let Some(chunk) = sheet.next_chunk()? {
            rows.extend(chunk.rows().map(|row| {
                let cells: Vec<_> = row.cells().map(|(_, value)| value.raw().into_owned()).collect();
                format!("{}: {}", row.number(), cells.join("|"))
            }));
        }
    }
    Ok(rows)
}

#[test]
fn damage_is_refused_at_its_place() {
    for (name, expected, place) in [
        ("f03_truncated_half.xlsx", Damage::Directory, ""),
        ("z08_duplicate_entry.xlsx", Damage::PartTwice, ""),
        ("z11_lzma_method.xlsx", Damage::Compression, ""),
        ("z13_crc_mismatch.xlsx", Damage::Checksum, "part xl/worksheets/sheet1.xml"),
        ("x01_billion_laughs.xlsx", Damage::Doctype, "part xl/sharedStrings.xml"),
        ("x03_sst_index_out_of_range.xlsx", Damage::TextIndex, "cell B2"),
        ("x13_ref_row_overflow.xlsx", Damage::CellAddress, "cell A4"),
        ("x21_missing_sheet_part.xlsx", Damage::PartMissing, "sheet \"Sheet2\""),
        ("x22_external_relationship.xlsx", Damage::PartExternal, ""),
        ("x31_unknown_cell_type.xlsx", Damage::CellType, "cell B2"),
        ("x34_sst_count_mismatch_rows_dim.xlsx", Damage::RowsTwice, "sheet \"Sheet1\""),
        ("w02_duplicate_sheet_names.xlsx", Damage::SheetTwice, "sheet \"Data\""),
        ("b02_sst_index_out_of_range.xls", Damage::TextIndex, "cell A2"),
        ("b05_truncated.xls", Damage::Binary, ""),
        ("b08_cfb_fat_damaged.xls", Damage::Binary, ""),
        ("b09_cfb_huge_counts.xls", Damage::Binary, ""),
        ("c01_nul_bytes.csv", Damage::NulByte, "line 3"),
        ("c31_quote_pair_swallows_rows.csv", Damage::QuoteSwallows, "line 2"),
    ] {
        match read(name) {
            Err(error @ SheetError::Damaged { damage, .. }) => {
                assert_eq!(damage, expected, "{name}: {error}");
                assert!(error.to_string().contains(place), "{name}: {error}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn what_is_no_readable_spreadsheet_is_named() {
    for (name, expected) in [
        ("f05_random_bytes.xlsx", SheetError::NotSpreadsheet { found: Found::Unknown }),
        ("f06_pdf_renamed.xlsx", SheetError::NotSpreadsheet { found: Found::Pdf }),
        ("f08_plain_zip.xlsx", SheetError::NotSpreadsheet { found: Found::Zip }),
        ("f11_encrypted.xlsx", SheetError::Encrypted),
        ("o05_encrypted.ods", SheetError::Encrypted),
        ("c22_only_bom.csv", SheetError::Empty),
        ("c29_html_error_page.csv", SheetError::NotSpreadsheet { found: Found::WebPage }),
    ] {
        assert_eq!(read(name), Err(expected), "{name}");
    }
}

#[test]
fn small_files_that_grow_are_stopped() {
    for (name, expected) in [("o02_full_grid_repeat.ods", Limit::Cells), ("o03_4000_rows_x_16384.ods", Limit::Cells)] {
        assert!(matches!(read(name), Err(SheetError::TooLarge { limit, .. }) if limit == expected), "{name}");
    }
}

#[test]
fn odd_but_sound_files_are_read() {
    for (name, expected) in [
        ("x07_sparse_two_corners.xlsx", &["1: 1", "1048576: 2"][..]),
        ("x18_rows_out_of_order.xlsx", &["1: Beneficiary ID|Amount", "2: BEN-00001|55", "3: BEN-00002|60"]),
        ("x19_empty_si_shift.xlsx", &["1: Beneficiary ID|Amount", "2: BEN-00001|55", "3: BEN-00002|60"]),
        ("x30_strict_namespace.xlsx", &["1: Beneficiary ID|Amount", "2: BEN-00001|55"]),
        ("x33_numfmt_Standard.xlsx", &["1: Beneficiary ID|Amount", "2: BEN-00001|55", "3: BEN-00002|60"]),
        ("x36_bool_and_iso_date.xlsx", &["1: Date|Flag", "2: 2026-11-03|TRUE"]),
        ("v01_formulas_without_cache.xlsx", &["1: ID|Amount", "2: B1|", "3: B2|", "4: B3|"]),
        ("b03_dimensions_4G_rows.xls", &["1: Beneficiary ID|Amount", "2: BEN-00001|55"]),
        ("b06_biff5_cp1251.xls", &["1: Имя", "2: Иванова"]),
        ("b12_dimension_huge.xlsb", &["1: Beneficiary ID", "2: BEN-00001"]),
        ("f15_html_mso_cp1256.xls", &["1: قائمة", "2: الاسم|0012"]),
        (
            "c16_quoted_newlines.csv",
            &[
                "1: Beneficiary ID|Full name|National ID|Sex|Date of birth|District|Assistance|Amount",
                "2: BEN-00001|Ann\nA, \"the\"\r\nelder|900000037|F|1990-01-05|North|Cash|55",
                "5: BEN-00002|Bea B|900000074|F|1991-01-05|South|NFI|60",
            ],
        ),
    ] {
        assert_eq!(read(name).expect(name), expected, "{name}");
    }
}
