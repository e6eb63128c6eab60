//! Background work: started with the server, stopped in order before it ends.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::app::{App, index, journal};

/// How often the journal is told of refusals.
const JOURNAL_EVERY: Duration = Duration::from_mins(1);

/// The running jobs.
pub struct Jobs {
    app: Arc<App>,
    stop: Arc<AtomicBool>,
    indexing: JoinHandle<()>,
    journal: JoinHandle<()>,
}

/// Starts all jobs.
///
/// # Errors
/// When no thread can be had.
pub fn start(app: Arc<App>) -> io::Result<Jobs> {
    let stop = Arc::new(AtomicBool::new(false));
    let (indexed, stopped) = (Arc::clone(&app), Arc::clone(&stop));
    let indexing = thread::Builder::new()
        .name("index".into())
        .spawn(move || index::follow(&indexed, &stopped))?;
    let (told, stopped) = (Arc::clone(&app), Arc::clone(&stop));
    let journal = thread::Builder::new()
        .name("journal".into())
        .spawn(move || write_journal(&told, &stopped))?;
    Ok(Jobs { app, stop, indexing, journal })
}

impl Jobs {
    /// Stops all jobs and waits for them.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Release);
        self.app.index.request_stop();
        self.journal.thread().unpark();
        if self.journal.join().is_err() {
            tracing::error!(
                "the journal's thread ended by a panic; refusals of the last minute are lost"
            );
        }
        if self.indexing.join().is_err() {
            tracing::error!(
                "the index thread ended by a panic; the index catches up at the next start"
            );
        }
    }
}

/// Writes what the journal is still to be told, every minute and at the end.
fn write_journal(app: &App, stop: &AtomicBool) {
    while !stop.load(Ordering::Acquire) {
        thread::park_timeout(JOURNAL_EVERY);
        if let Err(error) = journal::write_pending(app) {
            tracing::warn!(error = %error, "the journal waits to be told of refusals");
        }
    }
}
