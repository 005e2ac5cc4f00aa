//! What one file may cost, and how a process that went past it ended.
//!
//! Linux holds memory, processor time, size of files and dumps of memory. Other systems hold no
//! limit of memory for data that is mapped, and Windows none of these: there, only the sizes that
//! readers count themselves and the time that a run waits hold.

use super::READER_FAILED;
use std::process::ExitStatus;

/// Memory for data, in bytes.
pub const MEMORY_BYTES: u64 = 512 << 20;

/// Processor time, in seconds.
pub const PROCESSOR_S: u64 = 60;

/// No file that is written is larger, in bytes.
const FILE_BYTES: u64 = 2 << 30;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It needed more memory than it may have, or broke off itself.
    Memory,
    /// It took more processor time than it may.
    Time,
    /// The system or someone else ended it.
    Killed,
    /// It could not go on serving.
    Failed,
    /// Anything else.
    Broken,
}

/// Sets the limits that hold for the process as long as it lives.
#[cfg(unix)]
pub fn for_the_process() {
    use rustix::process::Resource;
    // Where a limit cannot be set, the others still hold.
    let _ = set(Resource::Data, MEMORY_BYTES);
    let _ = set(Resource::Fsize, FILE_BYTES);
    let _ = set(Resource::Core, 0);
}

/// Grants processor time for one more file.
#[cfg(unix)]
pub fn for_the_next_file() {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let spent_s = u64::try_from(spent.tv_sec).unwrap_or(0) + 1;
    let _ = set(rustix::process::Resource::Cpu, spent_s + PROCESSOR_S);
}

/// Only what is soft is set: the time of the next file is granted anew.
#[cfg(unix)]
fn set(resource: rustix::process::Resource, limit: u64) -> rustix::io::Result<()> {
    use rustix::process::{getrlimit, setrlimit};
    let present = getrlimit(resource);
    let current = Some(present.maximum.map_or(limit, |most| most.min(limit)));
    setrlimit(resource, rustix::process::Rlimit { current, ..present })
}

#[cfg(not(unix))]
pub fn for_the_process() {}

#[cfg(not(unix))]
pub fn for_the_next_file() {}

/// How a process ended, by its status.
#[cfg(unix)]
pub fn end(status: ExitStatus) -> End {
    use rustix::process::Signal;
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    match signal.and_then(Signal::from_named_raw) {
        Some(Signal::ABORT) => End::Memory,
        Some(Signal::XCPU) => End::Time,
        Some(Signal::KILL | Signal::TERM | Signal::INT | Signal::HUP) => End::Killed,
        None if status.code() == Some(READER_FAILED) => End::Failed,
        _ => End::Broken,
    }
}

/// How a process ended, by its status.
#[cfg(not(unix))]
pub fn end(status: ExitStatus) -> End {
    if status.code() == Some(READER_FAILED) { End::Failed } else { End::Broken }
}
