//! The rows that wait for correction: listed by pages, corrected and admitted, or set aside with a reason.
//!
//! Whoever wants one row reads one row: an import can leave a hundred thousand of them.

use super::entry::{UnitFinder, new_petition};
use super::fingerprint;
use crate::app::App;
use crate::app::error::{AppError, Refused};
use crate::domain::id::{BatchId, HeldRowId, PetitionId};
use crate::domain::journal::{Act, LedgerAct};
use crate::domain::ledger::{self, Column, Fault};
use crate::domain::permission::{Actor, Right, require};
use crate::domain::text::{self, TextError};
use crate::store::Snapshot;
use crate::store::import::{HeldRow, HeldState};

/// Longest reason for setting a row aside.
const REASON_MAX: usize = 300;

/// A held row with the reasons why it waits.
#[derive(Debug)]
pub struct Waiting {
    /// The row.
    pub held: HeldRow,
    /// Name of the file it came from.
    pub file: String,
    /// Why it can't be right; empty once it was admitted or dropped, and while its sender is under a seal without key.
    pub faults: Vec<Fault>,
    /// The reader brought the book in: they have read it.
    is_own: bool,
}

impl Waiting {
    /// Whether the reader may see and correct this cell: a denouncer is known to who brought the book in, and to nobody
    /// else. The others put the rest right, and what they do not see stays as it is.
    pub fn is_shown(&self, column: Column) -> bool {
        may_see(&self.held, self.is_own, column)
    }
}

fn may_see(held: &HeldRow, is_own: bool, column: Column) -> bool {
    is_own || !held.row.may_tell_denouncer(column)
}

/// How many rows wait for correction, of all imports or of one.
pub fn waiting_count(app: &App, actor: &Actor, batch: Option<BatchId>) -> Result<u64, AppError> {
    require(actor, Right::ImportLedger)?;
    let snapshot = app.store.read()?;
    Ok(match batch {
        None => snapshot.waiting_count()?,
        Some(batch) => snapshot.waiting_by_batch()?.get(&batch).copied().unwrap_or_default(),
    })
}

/// Rows that wait for correction after `after`, of all imports or of one, in the order they came.
pub fn waiting(
    app: &App,
    actor: &Actor,
    (batch, after): (Option<BatchId>, HeldRowId),
    limit: usize,
) -> Result<Vec<Waiting>, AppError> {
    require(actor, Right::ImportLedger)?;
    let snapshot = app.store.read()?;
    let mut rows = Vec::new();
    for id in snapshot.waiting_after(after, batch, limit)? {
        rows.extend(explained(&snapshot, actor, id)?);
    }
    Ok(rows)
}

/// A row that waits for correction.
///
/// # Errors
/// [`AppError::NotFound`] when there is none, or it was admitted or set aside.
pub fn waiting_one(app: &App, actor: &Actor, id: HeldRowId) -> Result<Waiting, AppError> {
    require(actor, Right::ImportLedger)?;
    let waiting = explained(&app.store.read()?, actor, id)?.ok_or(AppError::NotFound)?;
    match waiting.held.locked {
        Some(fault) => Err(Refused::Seal(fault).into()),
        None => Ok(waiting),
    }
}

fn explained(
    snapshot: &Snapshot,
    actor: &Actor,
    id: HeldRowId,
) -> Result<Option<Waiting>, AppError> {
    let held = snapshot.held_row(id)?.filter(|held| held.state == HeldState::Waiting);
    let Some(held) = held else { return Ok(None) };
    let batch = snapshot.batch(held.batch)?.ok_or(AppError::NotFound)?;
    let is_whole = held.locked.is_none();
    let faults = ledger::interpret(&held.row, &held.context).err().filter(|_| is_whole);
    let faults = faults.unwrap_or_default();
    let is_own = batch.by == Some(actor.account);
    Ok(Some(Waiting { held, file: batch.file, faults, is_own }))
}

/// Corrects a held row and admits it, or says what is still wrong; what was typed is kept either way.
pub fn correct(
    app: &App,
    actor: &Actor,
    id: HeldRowId,
    cells: &[(Column, String)],
) -> Result<Result<PetitionId, Vec<Fault>>, AppError> {
    require(actor, Right::ImportLedger)?;
    let mut units = UnitFinder::new(app);
    let snapshot = app.store.read()?;
    let mut held = snapshot.held_row(id)?.ok_or(AppError::NotFound)?;
    if let Some(fault) = held.locked {
        return Err(Refused::Seal(fault).into());
    }
    let is_own = snapshot.batch(held.batch)?.is_some_and(|batch| batch.by == Some(actor.account));
    drop(snapshot);
    let as_read = held.row.clone();
    let shown: Vec<&(Column, String)> =
        cells.iter().filter(|(column, _)| may_see(&held, is_own, *column)).collect();
    for (column, text) in shown {
        match text::block(text, ledger::CONTENT_MAX) {
            Ok(text) => held.row.cells.insert(*column, text),
            Err(TextError::Empty) => held.row.cells.remove(column),
            // Kept, so that the page can say that it is too long.
            Err(TextError::TooLong { .. }) => held.row.cells.insert(*column, text::nfc(text)),
        };
    }
    let entry = match ledger::interpret(&held.row, &held.context) {
        Ok(mut entry) => {
            let unit = units.find(&mut entry)?;
            Ok((entry, unit))
        }
        Err(faults) => {
            // To call it another kind without admitting it as one would only show its sender.
            if !is_own && as_read.may_be_denunciation() && !held.row.may_be_denunciation() {
                held.row.put(Column::Kind, as_read.cells.get(&Column::Kind));
            }
            Err(faults)
        }
    };
    let outcome = app.write_by(actor, |tx| {
        let due = app.due();
        let current = tx.held_row(id)?.ok_or(AppError::NotFound)?;
        // Of two who correct it at once the second looks again, and undoes nothing.
        if current.state != HeldState::Waiting || current.row != as_read {
            return Err(AppError::from(Refused::RowNotWaiting));
        }
        let outcome = match entry {
            Err(faults) => Err(faults),
            Ok((entry, unit)) => {
                let batch = tx.batch(held.batch)?.ok_or(AppError::NotFound)?;
                let by = (&batch, Some(actor.account));
                let petition = new_petition(app, by, &held.row, entry, unit);
                let admitted =
                    tx.admit_row(held.batch, fingerprint::of_held(id), (petition, &due))?;
                held.state = HeldState::Admitted(admitted.year, admitted.serial);
                Ok(admitted)
            }
        };
        tx.put_held_row(&held)?;
        let petition = outcome.as_ref().ok().copied();
        let act = Act::Ledger(LedgerAct::RowCorrected { batch: held.batch, row: id, petition });
        tx.journal(&app.entry(Some(actor), act))?;
        Ok(outcome)
    })?;
    app.note_write(actor);
    Ok(outcome)
}

/// Sets a held row aside for good, with a reason.
pub fn drop_row(app: &App, actor: &Actor, id: HeldRowId, reason: &str) -> Result<(), AppError> {
    require(actor, Right::ImportLedger)?;
    let reason = text::line(reason, REASON_MAX).map_err(|_| Refused::BadText)?;
    app.store.write(|tx| {
        let mut held = tx.held_row(id)?.ok_or(AppError::NotFound)?;
        if held.state != HeldState::Waiting {
            return Err(AppError::from(Refused::RowNotWaiting));
        }
        held.state = HeldState::Dropped(reason);
        tx.put_held_row(&held)?;
        tx.journal(&app.entry(Some(actor), Act::Ledger(LedgerAct::RowDropped { row: id })))?;
        Ok(())
    })
}
