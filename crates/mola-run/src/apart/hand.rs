//! A run's hand on what reads for it.

use super::limits::{self, End};
use super::{Answer, Greeting, Hello, Message, Task, receive, send};
use crate::RunError;
use crate::reading::{File, Made, Reader};
use mola_finding::{Code, Finding, Place};
use mola_store::StoreError;
use serde::Serialize;
use std::io::{self, BufReader, BufWriter};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

/// So long a run waits for one file: longer than its processor time, for the machine has other work.
const PATIENCE: Duration = Duration::from_secs(3 * limits::PROCESSOR_S);

/// What came of a file.
pub(crate) enum Outcome {
    Made(Box<Made>),
    /// Its reading was stopped from outside: that says nothing about the file.
    Stopped,
}

/// What reads for one thread of a run: a process of its own where the run names a program for it, or
/// else the thread itself.
pub(crate) struct Hand<'a> {
    reader: &'a Reader<'a>,
    process: Option<Process>,
}

impl<'a> Hand<'a> {
    /// Begins, so that the process is ready by the time that a file is.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub fn new(reader: &'a Reader<'a>) -> Result<Self, RunError> {
        let process = reader.program.map(|program| Process::start(reader, program)).transpose()?;
        Ok(Self { reader, process })
    }

    /// Reads a file whose bytes are in the store; `bytes` gives them where they are needed here.
    ///
    /// # Errors
    /// When the store refuses, the settings have changed meanwhile, or no process can be started.
    pub fn read(
        &mut self,
        file: &File<'_>,
        bytes: impl FnOnce() -> Result<Vec<u8>, StoreError>,
    ) -> Result<Outcome, RunError> {
        let Some(program) = self.reader.program else {
            return Ok(Outcome::Made(Box::new(self.reader.read(file, bytes()?)?)));
        };
        loop {
            let mut process = match self.process.take() {
                Some(process) => process,
                None => Process::start(self.reader, program)?,
            };
            let had_read = process.has_read;
            match process.ask(file)? {
                Ok(made) => {
                    self.reader.files.adopt(made.segments.iter().map(|segment| segment.id.as_str()))?;
                    self.process = Some(process);
                    return Ok(Outcome::Made(Box::new(made)));
                }
                Err(End::Killed) => return Ok(Outcome::Stopped),
                Err(End::Failed) => return Err(RunError::ReaderLost { reason: io::ErrorKind::BrokenPipe.into() }),
                // What went before must not be held against this file.
                Err(End::Memory | End::Broken) if had_read => {}
                Err(end) => return Ok(Outcome::Made(Box::new(self.unread(file, end)))),
            }
        }
    }

    /// The reading of a file that its reader did not survive.
    fn unread(&self, file: &File<'_>, end: End) -> Made {
        let reason = match end {
            End::Memory => "memory",
            End::Time => "time",
            End::Killed | End::Failed | End::Broken => "broken",
        };
        self.reader.unread(file, unread(file.path, reason))
    }
}

/// That a file was not read to its end, and why.
pub(crate) fn unread(path: &str, reason: &str) -> Finding {
    let finding = Finding::new(Code::FileUnread, Place::file(path)).with("reason", reason);
    finding.with("memory", (limits::MEMORY_BYTES >> 20) as f64).with("seconds", limits::PROCESSOR_S as f64)
}

/// A process that reads.
struct Process {
    child: Child,
    /// There as long as it lives.
    input: Option<BufWriter<ChildStdin>>,
    greeting: Receiver<io::Result<Greeting>>,
    answers: Receiver<Message<Answer>>,
    has_greeted: bool,
    has_read: bool,
    /// Whether a file is in its hands.
    is_busy: bool,
}

impl Process {
    fn start(reader: &Reader<'_>, program: &Path) -> Result<Self, RunError> {
        let lost = |reason| RunError::ReaderLost { reason };
        let mut command = Command::new(program);
        // What it would say may hold what a partner wrote.
        command.arg("read-apart").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(lost)?;
        let (input, output) = child.stdin.take().zip(child.stdout.take()).expect("both are piped");
        let (greeting, answers) = listen(output);
        let input = Some(BufWriter::new(input));
        let mut process = Self { child, input, greeting, answers, has_greeted: false, has_read: false, is_busy: false };
        let hello = Hello {
            pipeline: reader.settings.folder.clone(),
            settings: reader.settings.digest,
            store: reader.files.root().to_owned(),
            secret: reader.secret,
            engine: reader.engine.to_owned(),
            now: reader.now,
        };
        // Where it ends without having heard this, its greeting or its end tells why.
        let _ = process.tell(hello);
        Ok(process)
    }

    /// Where this fails nothing more is said, so that the process ends and nobody waits for it.
    fn tell(&mut self, value: impl Serialize) -> io::Result<()> {
        let mut input = self.input.take().ok_or(io::ErrorKind::BrokenPipe)?;
        send(&mut input, &Message { value, beside: Vec::new() })?;
        self.input = Some(input);
        Ok(())
    }

    /// Has a file read. The inner error is how the process ended.
    fn ask(&mut self, file: &File<'_>) -> Result<Result<Made, End>, RunError> {
        self.greet()?;
        let task = Task { path: file.path.to_owned(), agency: file.agency.to_owned(), content: file.content };
        self.is_busy = true;
        if self.tell(task).is_err() {
            return self.end().map(Err);
        }
        let message = match self.answers.recv_timeout(PATIENCE) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => return Ok(Err(End::Time)),
            Err(RecvTimeoutError::Disconnected) => return self.end().map(Err),
        };
        (self.has_read, self.is_busy) = (true, false);
        match message.value {
            Answer::Made { reading, segments, personal, findings } => {
                let personal = personal.map(|segment| (segment, message.beside));
                Ok(Ok(Made { reading, segments, personal, findings }))
            }
            Answer::Refused(refusal) => Err(StoreError::from(refusal).into()),
        }
    }

    /// Waits until the process is ready. One that does not get so far has not seen the file.
    fn greet(&mut self) -> Result<(), RunError> {
        if self.has_greeted {
            return Ok(());
        }
        let late = |_| RunError::ReaderLost { reason: io::ErrorKind::TimedOut.into() };
        match self.greeting.recv_timeout(PATIENCE).map_err(late)? {
            Ok(Greeting::Ready) => self.has_greeted = true,
            Ok(Greeting::Changed) => return Err(RunError::SettingsChanged),
            Err(reason) => return Err(RunError::ReaderLost { reason }),
        }
        Ok(())
    }

    fn end(&mut self) -> Result<End, RunError> {
        self.child.wait().map(limits::end).map_err(|reason| RunError::ReaderLost { reason })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends once nobody can ask it any more; one that is lost in a file does not see that.
        drop(self.input.take());
        if self.is_busy {
            // It may have ended already.
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// Takes what a process says, so that a run can wait for it no longer than it wants to.
fn listen(output: ChildStdout) -> (Receiver<io::Result<Greeting>>, Receiver<Message<Answer>>) {
    let (greeting_sender, greeting) = mpsc::channel();
    let (sender, answers) = mpsc::channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        let said = receive(&mut output).map(|message| message.value);
        if greeting_sender.send(said).is_err() {
            return;
        }
        while let Ok(message) = receive(&mut output) {
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    (greeting, answers)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use mola_link::Linker;
    use mola_store::{Digest, Reading, ReadingState, RowCounts, Store};
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;

    /// A project, and a program in it that reads as a test wants it.
    struct Bench {
        folder: tempfile::TempDir,
        settings: Settings,
        store: Store,
    }

    impl Bench {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            crate::init(&folder.path().join("new"), false).expect("a project");
            let settings = Settings::load(&folder.path().join("new/pipelines/my-programme"));
            let settings = settings.expect("readable").unwrap_or_else(|_| panic!("sound settings"));
            let store = Store::open(&folder.path().join("store"), &mola_store::KeyRing::said("07".repeat(32)))
                .expect("a store");
            Self { folder, settings, store }
        }

        /// A program that says `said` and then does what `script` says.
        fn program(&self, said: &[u8], script: &str) -> PathBuf {
            let (said_path, path) = (self.folder.path().join("said"), self.folder.path().join("reader"));
            std::fs::write(&said_path, said).expect("a file");
            let text = format!("#!/bin/sh\ncat '{}'\n{script}\n", said_path.display());
            std::fs::write(&path, text).expect("a file");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("rights");
            path
        }

        fn read(&self, program: &Path, files: usize) -> Vec<Result<Outcome, RunError>> {
            let secret = [7; 32];
            let reader = Reader {
                settings: &self.settings,
                linker: Linker::new(self.settings.schemes(), &secret),
                files: self.store.files(),
                engine: "test",
                now: 0,
                decisions: Vec::new(),
                secret,
                program: Some(program),
            };
            let mut hand = match Hand::new(&reader) {
                Ok(hand) => hand,
                Err(error) => return vec![Err(error)],
            };
            let file = File { path: "one/a.csv", below_agency: "a.csv", agency: "one", content: Digest::of(b"a") };
            let no_bytes = || unreachable!("the process takes them from the store");
            (0..files).map(|_| hand.read(&file, no_bytes)).collect()
        }
    }

    fn said(greeting: Greeting) -> Vec<u8> {
        let mut said = Vec::new();
        send(&mut said, &Message { value: greeting, beside: Vec::new() }).expect("a vector takes everything");
        said
    }

    fn reason(outcome: &Result<Outcome, RunError>) -> String {
        match outcome {
            Ok(Outcome::Made(made)) => made.findings.iter().map(|f| format!("{} {:?}", f.code, f.args)).collect(),
            Ok(Outcome::Stopped) => "stopped".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_ends_a_reader_is_told_of_its_file() {
        let bench = Bench::new();
        for (signal, expected) in
            [("ABRT", "\"memory\""), ("XCPU", "\"time\""), ("SEGV", "\"broken\""), ("KILL", "stopped")]
        {
            let program = bench.program(&said(Greeting::Ready), &format!("kill -{signal} $$"));
            let found = reason(&bench.read(&program, 1)[0]);
            assert!(found.contains(expected), "{signal}: {found}");
        }
    }

    #[test]
    fn what_never_begins_is_no_fault_of_a_file() {
        let bench = Bench::new();
        for (said, script, expected) in [
            (Vec::new(), "exit 1", "in a process of their own"),
            (said(Greeting::Changed), "cat", "the settings were changed"),
            (said(Greeting::Ready), "exit 75", "in a process of their own"),
        ] {
            let program = bench.program(&said, script);
            let found = reason(&bench.read(&program, 1)[0]);
            assert!(found.contains(expected), "{found}");
        }
    }

    /// Each process answers once and dies at its second file: that file is read by the next process.
    #[test]
    fn what_an_earlier_file_did_is_not_held_against_the_next() {
        let bench = Bench::new();
        let reading = Reading {
            id: "id".to_owned(),
            content: Digest::of(b"a"),
            source: String::new(),
            state: ReadingState::Accepted,
            counts: RowCounts::default(),
            moment: 0,
        };
        let answer = Answer::Made { reading, segments: Vec::new(), personal: None, findings: Vec::new() };
        let mut all = said(Greeting::Ready);
        send(&mut all, &Message { value: answer, beside: Vec::new() }).expect("a vector takes everything");
        let program = bench.program(&all, "sleep 1; kill -ABRT $$");
        for outcome in bench.read(&program, 3) {
            let Ok(Outcome::Made(made)) = outcome else { panic!("{}", reason(&outcome)) };
            assert_eq!(made.reading.state, ReadingState::Accepted);
        }
    }
}
