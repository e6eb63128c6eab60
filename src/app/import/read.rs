//! The reading of a ledger's file: how long it may last, how far it is, and what it gives.
//!
//! Takes nothing in. The one owner of the time that reading may take, whoever asks for it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::app::App;
use crate::domain::ledger::{self, Book, BookError};
use crate::domain::text;
use crate::workbook::{self, Limits, Pace, WorkbookError};

/// Longest time that reading a ledger may take.
const READ_LIMIT: Duration = Duration::from_secs(90);

/// A ledger that was read but not taken in.
#[derive(Debug)]
pub struct ReadLedger {
    /// Name of the file, without its folder.
    pub file: String,
    /// Its rows and how its sheets were read.
    pub book: Book,
    /// Whether its format names sheets; otherwise the one sheet bears the name of the file.
    pub has_sheets: bool,
}

/// Why a file is not a ledger.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ReadError {
    /// The file can't be read as a workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The workbook has no ledger in it, or the reading of it was stopped.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// How far the reading of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The file is taken apart; how many rows there will be is not known yet.
    File {
        /// Filled rows so far, in all sheets together.
        rows: u64,
    },
    /// The rows are understood: titles, headers, petitions.
    Rows {
        /// So many are done.
        done: u64,
        /// Of so many filled rows.
        of: u64,
    },
}

/// Tells the caller how far it is, and asks whether to go on.
pub type Watch<'a> = &'a dyn Fn(Progress) -> Pace;

/// The reading of a file, shared by who reads, who looks and who stops it.
#[derive(Debug)]
pub struct Reading {
    begun: Instant,
    progress: Mutex<Progress>,
    is_stopped: AtomicBool,
}

impl Reading {
    /// Begins now.
    pub fn begin() -> Self {
        Self {
            begun: Instant::now(),
            progress: Mutex::new(Progress::File { rows: 0 }),
            is_stopped: AtomicBool::new(false),
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Time since the beginning.
    pub fn lasted(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Asks the reader to stop at its next look, a moment from now.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Remembers how far the reader is and says whether it goes on.
    pub fn pace(&self, progress: Progress) -> Pace {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
        if self.is_stopped() {
            Pace::Cancelled
        } else if self.lasted() > READ_LIMIT {
            Pace::OutOfTime
        } else {
            Pace::GoOn
        }
    }

    /// Whether somebody has stopped it.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }
}

/// Reads a ledger out of a workbook, taking nothing in.
///
/// `watch` is told now and then how far it is, and may stop it.
pub fn read(
    app: &App,
    file: &str,
    bytes: &[u8],
    watch: Watch<'_>,
) -> Result<ReadLedger, ReadError> {
    let by_rows = |rows| watch(Progress::File { rows });
    let sheets = workbook::read(file, bytes, &Limits::default(), &by_rows)?;
    let of = sheets.iter().map(|sheet| sheet.rows.len() as u64).sum();
    let pace = Cell::new(Pace::GoOn);
    let go_on = |done| {
        pace.set(watch(Progress::Rows { done: done as u64, of }));
        pace.get() == Pace::GoOn
    };
    let book = ledger::read_book(&sheets, app.clock.today(), &go_on);
    let book = book.map_err(|error| match (error, pace.get()) {
        (BookError::Stopped, Pace::Cancelled) => WorkbookError::Cancelled.into(),
        (error, _) => ReadError::from(error),
    })?;
    let file = text::line(file, 200).unwrap_or_else(|_| "?".into());
    Ok(ReadLedger { file, book, has_sheets: workbook::has_sheets(bytes) })
}
