//! Hostile files that are made and not kept: large and dull ones, and what no archive holds.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

const HEADER: &str = "Beneficiary ID,Full name,National ID,Sex,Date of birth,District,Assistance,Amount";

/// Names that programs stumble over. Each file holds a row of its own.
#[cfg(unix)]
const NAMES: [&str; 13] = [
    "caf\u{e9}",
    "cafe\u{301}",
    "List",
    "list",
    "-rf",
    "a\u{b}b",
    "x\u{202e}vsc.xlsx",
    "trailing dot.",
    "CON",
    "'; echo x; '",
    "<img src=x onerror=alert(1)>",
    "=1+1",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
];

/// Lines as in `fixtures/hostile/expected.tsv`.
pub(crate) fn expected() -> impl Iterator<Item = String> {
    let large = [
        "partner/c10_10MB_cell.csv\tquarantined\t0\t0\tfile-too-large@B2",
        "partner/c27_million_quotes.csv\tquarantined\t0\t0\tfile-too-large@2",
        "partner/c28_quoted_bomb_cols.csv\tquarantined\t0\t0\tfile-too-large@2",
    ];
    large.into_iter().map(str::to_owned).chain(of_the_file_system())
}

#[cfg(not(unix))]
fn of_the_file_system() -> impl Iterator<Item = String> {
    std::iter::empty()
}

#[cfg(unix)]
fn of_the_file_system() -> impl Iterator<Item = String> {
    let lines = [
        "partner/s01_link_to_secret.csv\tignored",
        "partner/s02_dangling.csv\tignored",
        "partner/s03_loop.csv\tignored",
        "partner/s04_folder_loop\tignored",
        "partner/s05_pipe.csv\tignored",
        "partner/s06_socket.csv\tignored",
        "partner/s08_sparse_50GB.csv\tunopened\t0\t0\tfile-too-large",
        "partner/s09_hardlink.xlsx\tonce\t8",
        "partner/s11_ro_dir/control_good.xlsx\tonce\t8",
        "partner/s12_future.csv\taccepted\t1",
        "partner/s13_1970.xlsx\tonce\t8",
    ];
    let names = NAMES.iter().map(|name| format!("partner/unicode_names/{name}.csv\taccepted\t1"));
    lines.into_iter().map(str::to_owned).chain(names)
}

/// Makes the file that is meant, if it is one of these.
pub(crate) fn make(file: &str, to: &Path) -> io::Result<bool> {
    let name = to.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    match name {
        "c10_10MB_cell.csv" => {
            fs::write(
                to,
                format!("{HEADER}\nBEN-00001,{},900000037,F,1990-01-05,North,Cash,55\n", "A".repeat(10_000_000)),
            )?;
        }
        "c27_million_quotes.csv" => fs::write(to, format!("a,b\n\"{}\",1\n", "\"\"".repeat(1_000_000)))?,
        "c28_quoted_bomb_cols.csv" => fs::write(to, format!("a\n{}\n", ",".repeat(3_000_000)))?,
        _ if file.contains("unicode_names/") => {
            let sum: u32 = name.chars().map(u32::from).sum();
            fs::write(to, format!("{HEADER}\nBEN-9{sum:05},Testa Nombre,900009037,F,1990-01-05,North,Cash,10\n"))?;
        }
        _ if name.starts_with('s') => return special(name, to),
        _ => return Ok(false),
    }
    Ok(true)
}

#[cfg(not(unix))]
fn special(_: &str, _: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(unix)]
fn special(name: &str, to: &Path) -> io::Result<bool> {
    use crate::project::repository;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;
    let good = repository().join("fixtures/hostile/in/control_good.xlsx");
    let dated = |time: SystemTime| File::options().append(true).open(to).and_then(|file| file.set_modified(time));
    match name {
        "s01_link_to_secret.csv" => symlink("/etc/hostname", to)?,
        "s02_dangling.csv" => symlink("/nonexistent/x.csv", to)?,
        "s03_loop.csv" => symlink("s03_loop.csv", to)?,
        "s04_folder_loop" => symlink(".", to)?,
        "s05_pipe.csv" => drop(Command::new("mkfifo").arg(to).status()?),
        "s06_socket.csv" => drop(UnixListener::bind(to)?),
        "s08_sparse_50GB.csv" => File::create(to)?.set_len(50 << 30)?,
        "s09_hardlink.xlsx" => fs::copy(good, to).map(drop)?,
        "s12_future.csv" => {
            writeln!(File::create(to)?, "{HEADER}\nBEN-91200,Testa Nombre,900009037,F,1990-01-05,North,Cash,10")?;
            // 1 January 2099.
            dated(SystemTime::UNIX_EPOCH + Duration::from_secs(4_070_908_800))?;
        }
        "s13_1970.xlsx" => {
            fs::copy(good, to)?;
            dated(SystemTime::UNIX_EPOCH)?;
        }
        _ => return Ok(false),
    }
    Ok(true)
}
