//! Workbooks that are encrypted with the password that every program knows are read as what they
//! hold; any other password is a refusal.

use mola_sheet::{Hints, Limits, SheetError, Workbook};

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("../../fixtures/{name}");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn cells(bytes: Vec<u8>) -> Result<Vec<String>, SheetError> {
    let mut workbook = Workbook::open(bytes, &Hints::default(), &Limits::default())?;
    let mut cells = Vec::new();
    let mut sheet = workbook.sheet(0)?;
    while let Some(chunk) = sheet.next_chunk()? {
        let rows = chunk.rows();
        cells.extend(
            rows.flat_map(|row| row.cells().map(move |(at, value)| format!("{},{at}={value:?}", row.number()))),
        );
    }
    Ok(cells)
}

fn check(name: &str, control: &str) {
    let plain = cells(fixture(&format!("hostile/in/{control}"))).expect("a sound file");
    assert_eq!(cells(fixture(&format!("locked/in/{name}"))).as_ref(), Ok(&plain), "{name}");
}

#[test]
fn the_password_that_every_program_knows_is_no_lock() {
    check("agile.xlsx", "control_good.xlsx");
    check("standard.xlsx", "control_good.xlsx");
    for name in ["stream.xls", "provider.xls", "mixed.xls"] {
        check(name, "control_good.xls");
    }
}

#[test]
fn any_other_password_is() {
    assert_eq!(cells(fixture("locked/in/other_password.xlsx")), Err(SheetError::Encrypted));
    // A password whose verifier does not match: the byte after the salt is one of the verifier.
    for name in ["stream.xls", "provider.xls", "mixed.xls"] {
        let mut bytes = fixture(&format!("locked/in/{name}"));
        let pass = bytes.windows(2).position(|pair| pair == [0x2F, 0]).expect("a record of the password");
        let len = usize::from(bytes[pass + 2]);
        bytes[pass + 3 + len] ^= 1;
        assert_eq!(cells(bytes), Err(SheetError::Encrypted), "{name}");
    }
}
