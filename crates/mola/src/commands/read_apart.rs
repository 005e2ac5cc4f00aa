//! `mola read-apart`: reads files for a run, which asks and is answered through pipes.

use super::Ending;
use std::io::{BufReader, BufWriter, stdin, stdout};

/// The run sees by itself how it ended; nobody reads what it would say.
pub(super) fn read_apart() -> Ending {
    match mola_run::serve(&mut BufReader::new(stdin()), &mut BufWriter::new(stdout())) {
        Ok(()) => Ending::Clean,
        Err(_) => std::process::exit(mola_run::READER_FAILED),
    }
}
