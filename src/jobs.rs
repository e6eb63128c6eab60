//! Background work: started with the server, stopped in order before it ends.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crate::app::{App, index};

/// The running jobs.
pub struct Jobs {
    app: Arc<App>,
    stop: Arc<AtomicBool>,
    indexing: JoinHandle<()>,
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
    Ok(Jobs { app, stop, indexing })
}

impl Jobs {
    /// Stops all jobs and waits for them.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Release);
        self.app.index.request_stop();
        if self.indexing.join().is_err() {
            tracing::error!(
                "the index thread ended by a panic; the index catches up at the next start"
            );
        }
    }
}
