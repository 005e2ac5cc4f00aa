//! The process that reads: file after file, until nobody asks any more.

use super::{Answer, Greeting, Hello, Message, Task, limits, receive, send};
use crate::RunError;
use crate::intake::below_agency;
use crate::reading::{File, Made, Reader};
use crate::settings::Settings;
use mola_link::Linker;
use mola_store::{Files, StoreError};
use std::io::{self, Read, Write};

/// The exit code of a process that could not go on serving: not by the fault of a file.
pub const READER_FAILED: i32 = 75;

/// Reads the files that are asked for on `input` and answers on `output`, within the limits of one
/// file, until `input` ends.
///
/// # Errors
/// When the settings cannot be read, or nobody takes the answer.
pub fn serve(input: &mut impl Read, output: &mut impl Write) -> Result<(), RunError> {
    let broken = |source| RunError::ReaderLost { reason: source };
    limits::for_the_process();
    let hello: Hello = receive(input).map_err(broken)?.value;
    let settings = Settings::load(&hello.pipeline)?.ok().filter(|settings| settings.digest == hello.settings);
    let Some(settings) = settings else {
        return send(output, &Message { value: Greeting::Changed, beside: Vec::new() }).map_err(broken);
    };
    let reader = Reader {
        settings: &settings,
        linker: Linker::new(settings.schemes(), &hello.secret),
        files: Files::lent(&hello.store, &hello.secret),
        engine: &hello.engine,
        now: hello.now,
        decisions: Vec::new(),
        secret: hello.secret,
        program: None,
    };
    send(output, &Message { value: Greeting::Ready, beside: Vec::new() }).map_err(broken)?;
    loop {
        let task: Task = match receive(input) {
            Ok(message) => message.value,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(broken(error)),
        };
        limits::for_the_next_file();
        send(output, &answer(&reader, &task)).map_err(broken)?;
    }
}

fn answer(reader: &Reader<'_>, task: &Task) -> Message<Answer> {
    match read(reader, task) {
        Ok(Made { reading, segments, personal, findings }) => {
            let (personal, beside) = personal.unzip();
            Message {
                value: Answer::Made { reading, segments, personal, findings },
                beside: beside.unwrap_or_default(),
            }
        }
        Err(error) => Message { value: Answer::Refused(error.into()), beside: Vec::new() },
    }
}

fn read(reader: &Reader<'_>, task: &Task) -> Result<Made, StoreError> {
    let file =
        File { path: &task.path, below_agency: below_agency(&task.path), agency: &task.agency, content: task.content };
    reader.read(&file, reader.files.blob(&task.content)?)
}
