//! A watch takes in what comes as it comes, outlives what happens to its inbox, and ends when it is asked to.

#![cfg(unix)]

use mola_tests::project::{Project, binary};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

const FILE: &str = "fao/FAO_avance_2011_T2.xls";

/// Nothing takes so long unless it never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A watch that tells what happens, one object a line.
struct Watch {
    child: Child,
    events: Receiver<Value>,
}

impl Watch {
    fn begin(project: &Project) -> Self {
        let mut command = Command::new(binary());
        command.env("MOLA_KEY", mola_tests::project::KEY);
        command.args(["watch", "pipelines/panama", "--every", "1", "--format", "json"]);
        command.current_dir(project.path()).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("mola is built");
        let events = events(child.stdout.take().expect("a pipe"));
        let watch = Self { child, events };
        assert_eq!(watch.next("began")["schema_version"], 1);
        watch
    }

    /// The next event of this kind.
    fn next(&self, kind: &str) -> Value {
        loop {
            let event = self.events.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no event {kind}"));
            if event["event"] == kind {
                return event;
            }
        }
    }

    /// The next report in which so many files are accepted.
    fn accepted(&self, count: u64) -> Value {
        loop {
            let report = self.next("report-made");
            if report["files"]["accepted"] == count {
                return report;
            }
        }
    }

    fn end(mut self, signal: &str) -> i32 {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill is there");
        assert!(sent.success());
        self.next("ended");
        self.child.wait().expect("it ends").code().unwrap_or(-1)
    }
}

fn events(stdout: ChildStdout) -> Receiver<Value> {
    let (sender, events) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            let event = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            if sender.send(event).is_err() {
                break;
            }
        }
    });
    events
}

#[test]
fn files_are_taken_in_as_they_come() {
    let project = Project::copy().expect("the project can be copied");
    let good = fs::read(project.inbox(FILE)).expect("the file");
    fs::remove_file(project.inbox(FILE)).expect("the inbox");
    let watch = Watch::begin(&project);
    let before = watch.next("report-made")["files"]["accepted"].as_u64().expect("a count");
    // A file that comes in pieces is not taken before it is whole.
    for end in [good.len() / 3, good.len() / 2, good.len()] {
        project.drop_in(FILE, &good[..end]).expect("the inbox");
        thread::sleep(Duration::from_millis(400));
    }
    let report = watch.accepted(before + 1);
    assert_eq!((report["files"]["quarantined"].as_u64(), report["files"]["waiting"].as_u64()), (Some(0), Some(0)));
    // Other commands work beside it; a second watch does not.
    let status = project.streams(&["status", "pipelines/panama"]).expect("mola is built");
    assert_eq!(status.code, 0, "{}", status.stderr);
    let second = project.streams(&["watch", "pipelines/panama", "--lang", "en"]).expect("mola is built");
    assert_eq!(second.code, 2, "{}", second.stdout);
    assert!(second.stderr.contains("Another mola watch"), "{}", second.stderr);
    assert_eq!(watch.end("-TERM"), 0);
    // What the watch made is what a run makes.
    let run = project.summary(&[]).expect("mola is built");
    assert_eq!((run["files"]["read"].as_u64(), &run["rows"]), (Some(0), &report["rows"]));
}

#[test]
fn an_inbox_may_go_away_and_come_back() {
    let project = Project::copy().expect("the project can be copied");
    let watch = Watch::begin(&project);
    let before = watch.next("report-made")["files"]["accepted"].as_u64().expect("a count");
    let inbox = project.inbox("");
    let away = project.path().join("away");
    fs::rename(&inbox, &away).expect("the inbox goes away");
    assert_eq!(watch.next("trouble")["kind"], "unreadable");
    fs::rename(&away, &inbox).expect("the inbox comes back");
    let copy = fs::read(project.inbox(FILE)).expect("the file");
    project.drop_in("fao/FAO_otra.csv", &copy).expect("the inbox");
    let report = watch.next("report-made");
    assert_eq!((report["files"]["accepted"].as_u64(), report["files"]["duplicate"].as_u64()), (Some(before), Some(1)));
    // A fault in the settings is told, and the watch goes on once it is mended.
    let pipeline = "pipelines/panama/pipeline.toml";
    project.edit(pipeline, "currency = \"USD\"", "currency = 7").expect("the pipeline");
    let trouble = watch.next("trouble");
    assert_eq!(
        (trouble["kind"].as_str(), trouble["faults"][0]["code"].as_str()),
        (Some("settings-faulty"), Some("type-wrong"))
    );
    project.edit(pipeline, "currency = 7", "currency = \"USD\"").expect("the pipeline");
    project.edit(pipeline, "on_track = 0.9", "on_track = 0.8").expect("the pipeline");
    watch.next("report-made");
    assert_eq!(watch.end("-INT"), 0);
}

#[test]
fn a_run_for_a_scheduler_is_silent_where_nothing_is_new_and_waits_for_another() {
    let project = Project::copy().expect("the project can be copied");
    let once = ["run", "pipelines/panama", "--once"];
    let first = project.streams(&once).expect("mola is built");
    assert!(first.code == 1 && first.stdout.contains("MDGF-2097"), "{}", first.stderr);
    let second = project.streams(&once).expect("mola is built");
    assert_eq!((second.code, second.stdout.as_str(), second.stderr.as_str()), (0, "", ""));
    // While another process has the store, a plain run refuses and this one waits.
    let lock = fs::File::options().append(true).open(project.path().join(".mola/lock")).expect("the lock");
    lock.lock().expect("nobody has it");
    let refused = project.streams(&["run", "pipelines/panama", "--lang", "en"]).expect("mola is built");
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(refused.stderr.contains("Another run is using the store"), "{}", refused.stderr);
    let waits = thread::scope(|scope| {
        let waits = scope.spawn(|| project.streams(&once).expect("mola is built"));
        thread::sleep(Duration::from_millis(500));
        lock.unlock().expect("it was held");
        waits.join().expect("it ends")
    });
    assert_eq!((waits.code, waits.stderr.as_str()), (0, ""));
}
