//! Processes of a journey: started on a port of their own choosing, ended when dropped.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// A process in the background, with the lines of its standard output.
pub(crate) struct Background {
    child: Child,
    lines: Receiver<String>,
}

impl Background {
    pub(crate) fn start(command: &mut Command) -> Self {
        let spawned =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let output = BufReader::new(child.stdout.take().unwrap());
        let (said, lines) = mpsc::channel();
        // Read to the end whoever listens, so that the process never waits for its reader.
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                drop(said.send(line));
            }
        });
        Self { child, lines }
    }

    /// Waits for the first line in which `find` finds something.
    pub(crate) fn line<T>(&self, find: impl Fn(&str) -> Option<T>) -> T {
        let mut said = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(Duration::from_mins(1)) {
            if let Some(found) = find(&line) {
                return found;
            }
            said.push(line);
        }
        panic!("the awaited line was not among {said:?}");
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        const PATIENCE: Duration = Duration::from_secs(5);
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(pid, Signal::TERM);
        }
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if matches!(self.child.try_wait(), Ok(Some(_)) | Err(_)) {
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The product's executable with these arguments about the data folder.
pub(crate) fn donthu(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_donthu"));
    command.args(arguments).arg("--data").arg(data).env_remove("DONTHU_LISTEN");
    command
}

/// Runs a command of the product to its end; gives what it said.
pub(crate) fn run(arguments: &[&str], data: &Path) -> String {
    let output = donthu(arguments, data).stdin(Stdio::null()).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    said
}
