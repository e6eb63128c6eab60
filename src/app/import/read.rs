//! The reading of a ledger's file: how long it may last, how far it is, and what it gives.
//!
//! Takes nothing in. The one owner of the time that reading may take, whoever asks for it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::app::App;
use crate::domain::ledger::{self, Book, BookError};
use crate::domain::text;
use crate::workbook::{self, Limits, Pace, Watch, WorkbookError};

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

/// How far the reading of a file is. Shared by who reads, who looks and who stops it.
#[derive(Debug)]
pub struct Reading {
    begun: Instant,
    rows: AtomicU64,
    is_stopped: AtomicBool,
}

impl Reading {
    /// Begins now.
    pub fn begin() -> Self {
        Self { begun: Instant::now(), rows: AtomicU64::new(0), is_stopped: AtomicBool::new(false) }
    }

    /// Filled rows read so far, in all sheets together.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
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
    pub fn pace(&self, rows: u64) -> Pace {
        self.rows.store(rows, Ordering::Relaxed);
        if self.is_stopped.load(Ordering::Relaxed) {
            Pace::Cancelled
        } else if self.lasted() > READ_LIMIT {
            Pace::OutOfTime
        } else {
            Pace::GoOn
        }
    }
}

/// Reads a ledger out of a workbook, taking nothing in.
///
/// `watch` is told now and then how many rows were read, and may stop it.
pub fn read(
    app: &App,
    file: &str,
    bytes: &[u8],
    watch: Watch<'_>,
) -> Result<ReadLedger, ReadError> {
    let seen = Cell::new(0);
    let counted = |rows| {
        seen.set(rows);
        watch(rows)
    };
    let sheets = workbook::read(file, bytes, &Limits::default(), &counted)?;
    let pace = Cell::new(Pace::GoOn);
    let go_on = || {
        pace.set(watch(seen.get()));
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
