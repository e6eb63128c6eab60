//! A ledger that a browser sent: read, then rehearsed or taken in, while its page shows how far it is.
//!
//! Kept in memory only: until its rows go in nothing of it is written, and a server that stops forgets it. The web
//! runs [`Upload::carry_out`] on a thread of its own and looks on from others.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::read::{ReadError, ReadLedger, Reading, read};
use super::{Report, import, rehearse, stop};
use crate::app::App;
use crate::app::error::AppError;
use crate::domain::id::BatchId;
use crate::domain::ledger::SheetReading;
use crate::domain::permission::{Actor, Right, require};
use crate::workbook::WorkbookError;

/// Uploads that are remembered, so that who reloads a page finds what came of theirs.
const REMEMBERED: usize = 20;

/// The uploads of late, the newest last.
#[derive(Default)]
pub struct Uploads(Mutex<VecDeque<Arc<Upload>>>);

/// One upload.
pub struct Upload {
    /// Drawn, so that an address of before a restart names none of now.
    pub id: u32,
    /// Name of the file, as the browser gave it.
    pub file: String,
    /// How far the reading is.
    pub reading: Reading,
    /// An error is given to whoever asks first.
    state: Mutex<Result<UploadState, Option<AppError>>>,
    moved: Condvar,
}

/// Where an upload stands.
#[derive(Debug, Clone)]
pub enum UploadState {
    /// It is being read.
    Reading,
    /// What taking it in would do; nothing was written.
    Rehearsed(Arc<Rehearsal>),
    /// It is being taken in, or was.
    Importing(BatchId),
    /// It is no ledger, or the reading was stopped.
    Unreadable(ReadError),
}

/// What taking a ledger in would do.
#[derive(Debug)]
pub struct Rehearsal {
    /// Name of the file.
    pub file: String,
    /// The report that an import would give.
    pub report: Report,
    /// How its sheets were read.
    pub sheets: Vec<SheetReading>,
}

impl Uploads {
    fn all(&self) -> MutexGuard<'_, VecDeque<Arc<Upload>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters an upload, to be carried out next.
    pub fn begin(&self, actor: &Actor, file: String) -> Result<Arc<Upload>, AppError> {
        require(actor, Right::ImportLedger)?;
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|error| AppError::Internal(error.to_string()))?;
        let upload = Arc::new(Upload {
            id: u32::from_be_bytes(bytes),
            file,
            reading: Reading::begin(),
            state: Mutex::new(Ok(UploadState::Reading)),
            moved: Condvar::new(),
        });
        let mut all = self.all();
        if all.len() >= REMEMBERED {
            let ended = all.iter().position(|upload| !upload.is_reading());
            ended.map(|ended| all.remove(ended));
        }
        all.push_back(Arc::clone(&upload));
        Ok(upload)
    }

    /// One upload.
    pub fn find(&self, actor: &Actor, id: u32) -> Result<Arc<Upload>, AppError> {
        require(actor, Right::ImportLedger)?;
        self.all().iter().find(|upload| upload.id == id).cloned().ok_or(AppError::NotFound)
    }

    /// Those that are being read now.
    pub fn reading(&self, actor: &Actor) -> Result<Vec<Arc<Upload>>, AppError> {
        require(actor, Right::ImportLedger)?;
        Ok(self.all().iter().filter(|upload| upload.is_reading()).cloned().collect())
    }

    /// Asks every reader to stop: the server is about to end.
    pub(super) fn stop_all(&self) {
        for upload in self.all().iter() {
            upload.reading.stop();
        }
    }
}

impl Upload {
    fn lock(&self) -> MutexGuard<'_, Result<UploadState, Option<AppError>>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_reading(&self) -> bool {
        matches!(*self.lock(), Ok(UploadState::Reading))
    }

    fn settle(&self, state: Result<UploadState, AppError>) {
        *self.lock() = state.map_err(Some);
        self.moved.notify_all();
    }

    /// Where it stands once it is read, or after `patience` if that takes longer.
    ///
    /// # Errors
    /// The failure that ended it, once.
    pub fn state(&self, patience: Duration) -> Result<UploadState, AppError> {
        let waited = self.moved.wait_timeout_while(self.lock(), patience, |state| {
            matches!(state, Ok(UploadState::Reading))
        });
        match &mut *waited.unwrap_or_else(PoisonError::into_inner).0 {
            Ok(state) => Ok(state.clone()),
            Err(error) => Err(error.take().unwrap_or(AppError::NotFound)),
        }
    }

    /// Stops it, whether it is being read or already taken in; rows that went in stay.
    pub fn stop(&self, app: &App, actor: &Actor) -> Result<(), AppError> {
        require(actor, Right::ImportLedger)?;
        self.reading.stop();
        match *self.lock() {
            Ok(UploadState::Importing(batch)) => stop(app, actor, batch),
            Ok(UploadState::Reading | UploadState::Rehearsed(_) | UploadState::Unreadable(_))
            | Err(_) => Ok(()),
        }
    }

    /// Reads the file and takes it in, or only says what that would do. Blocks until all is done.
    pub fn carry_out(&self, app: &App, actor: &Actor, bytes: impl AsRef<[u8]>, is_rehearsal: bool) {
        let _ended = EndsSomehow(self);
        let ledger = read(app, &self.file, bytes.as_ref(), &|progress| self.reading.pace(progress));
        // Up to 64 MB that the import does not need.
        drop(bytes);
        let ledger = match ledger {
            Ok(_) if self.reading.is_stopped() => {
                return self.settle(Ok(UploadState::Unreadable(WorkbookError::Cancelled.into())));
            }
            Ok(ledger) => ledger,
            Err(error) => return self.settle(Ok(UploadState::Unreadable(error))),
        };
        if is_rehearsal {
            return self.settle(rehearse(app, &ledger).map(|report| {
                let ReadLedger { file, book, .. } = ledger;
                let rehearsal = Rehearsal { file, report, sheets: book.sheets };
                UploadState::Rehearsed(Arc::new(rehearsal))
            }));
        }
        let outcome = import(app, Some(actor), &ledger, &mut |batch| {
            if self.is_reading() {
                self.settle(Ok(UploadState::Importing(batch.id)));
            }
            true
        });
        if let Err(error) = outcome {
            tracing::error!(error = %error, "import stopped");
            if self.is_reading() {
                self.settle(Err(error));
            }
        }
    }
}

/// A reader that panicked must not be waited for.
struct EndsSomehow<'a>(&'a Upload);

impl Drop for EndsSomehow<'_> {
    fn drop(&mut self) {
        if self.0.is_reading() {
            self.0.settle(Err(AppError::Internal("the reading of a ledger broke off".into())));
        }
    }
}
