//! A past ledger becomes petitions: each row admitted whole or held with its reasons, none twice.
//!
//! Rows go in by chunks, each one durable transaction: after a kill the same file again goes on where it stopped,
//! because a row is known by its fingerprint. An import is undone as one batch until its petitions are worked on.
//! Reading the file comes before, and shows how far it is and can be stopped as the import itself.

mod entry;
mod fingerprint;
mod held;
mod read;
mod undo;
mod upload;

use std::collections::{BTreeSet, HashMap};
use std::sync::{MutexGuard, PoisonError};

use super::App;
use super::error::{AppError, Refused};
use crate::domain::id::{BatchId, UnitId};
use crate::domain::journal::{Act, LedgerAct, Who};
use crate::domain::ledger::{self, Context, LedgerEntry, LedgerRow};
use crate::domain::organisation::Match;
use crate::domain::permission::{Actor, Right, require};
use crate::store::Tx;
use crate::store::import::{Batch, BatchState, Tally};
use crate::store::journal::Together;
use entry::{UnitFinder, can_be_a_unit, new_petition};

pub use held::{Waiting, correct, drop_row, waiting, waiting_count, waiting_one};
pub use read::{Progress, ReadError, ReadLedger, Reading, Watch, read};
pub use undo::undo;
pub use upload::{Rehearsal, Upload, UploadState, Uploads};

/// Rows of one transaction: other writers wait for no longer than these take.
const CHUNK_ROWS: usize = 400;
/// What an import did.
#[derive(Debug, Clone)]
pub struct Report {
    /// The import; `None` for a dry run.
    pub batch: Option<BatchId>,
    /// What came of the rows.
    pub tally: Tally,
    /// Units that the ledger names and the office did not have: they were added.
    pub units_added: Vec<String>,
    /// It was stopped before the end.
    pub is_cancelled: bool,
}

/// What taking the ledger in would do.
pub fn rehearse(app: &App, ledger: &ReadLedger) -> Result<Report, AppError> {
    let mut tally = Tally { rows: ledger.book.rows.len() as u64, ..Tally::default() };
    let office = app.office();
    let mut units = BTreeSet::new();
    let fingerprints = fingerprint::of_rows(ledger);
    let snapshot = app.store.read()?;
    for ((row, context), fingerprint) in ledger.book.rows.iter().zip(fingerprints) {
        if snapshot.knows_row(fingerprint)? {
            tally.already += 1;
            continue;
        }
        match ledger::interpret(row, context) {
            Ok(entry) => {
                tally.imported += 1;
                let unknown = |name: &String| {
                    office.names.look_up(name) == Match::Unknown && can_be_a_unit(name)
                };
                units.extend(entry.unit_name.filter(unknown));
            }
            Err(_) => tally.held += 1,
        }
    }
    let units_added = units.into_iter().collect();
    Ok(Report { batch: None, tally, units_added, is_cancelled: false })
}

/// Takes a ledger in. `actor` is `None` on the console.
///
/// `watch` is told before the first chunk and after each how far it is, and says whether to go on.
pub fn import(
    app: &App,
    actor: Option<&Actor>,
    ledger: &ReadLedger,
    watch: &mut dyn FnMut(&Batch) -> bool,
) -> Result<Report, AppError> {
    require(actor, Right::ImportLedger)?;
    // Without the key it would end at the first denunciation.
    let may_be_denunciation = |(row, _): &(LedgerRow, _)| row.may_be_denunciation();
    if let Some(fault) = app.store.seal_fault()
        && ledger.book.rows.iter().any(may_be_denunciation)
    {
        return Err(Refused::Seal(fault).into());
    }
    let by = actor.map(|actor| actor.account);
    let now = app.clock.now();
    // Entered as running before anybody can see it: else it could be undone before its first row.
    let (mut batch, running) = app.store.write(|tx| {
        let batch = tx.begin_batch(&ledger.file, by, now, ledger.book.rows.len() as u64)?;
        let running = Running::start(app, batch.id);
        let act = Act::Ledger(LedgerAct::Begun { batch: batch.id });
        tx.journal(&app.entry(actor, act))?;
        Ok::<_, AppError>((batch, running))
    })?;
    let fingerprints = fingerprint::of_rows(ledger);
    let rows: Vec<_> = ledger.book.rows.iter().zip(fingerprints).collect();
    let mut units = UnitFinder::new(app);
    let mut goes_on = watch(&batch);
    for chunk in rows.chunks(CHUNK_ROWS) {
        if !goes_on || running.is_stopped() {
            batch.state = BatchState::Cancelled;
            break;
        }
        let prepared = prepare(chunk, &mut units)?;
        batch.tally = app.store.write(|tx| {
            tx.comes_from(actor.and_then(|actor| actor.from.clone()));
            take_in(tx, &batch, prepared, app)
        })?;
        app.index.wake();
        goes_on = watch(&batch);
    }
    if batch.state == BatchState::Running {
        batch.state = BatchState::Done;
    }
    let is_cancelled = batch.state == BatchState::Cancelled;
    app.store.write(|tx| {
        let act = Act::Ledger(LedgerAct::Ended { batch: batch.id, is_cancelled });
        tx.journal(&app.entry(actor, act))?;
        tx.put_batch(&batch)
    })?;
    // Only now: an import that is not running and not ended is one that was interrupted.
    drop(running);
    if let Some(actor) = actor {
        app.note_write(actor);
    }
    Ok(Report { batch: Some(batch.id), tally: batch.tally, units_added: units.added, is_cancelled })
}

/// An import is entered among the running ones for as long as this lives.
struct Running<'a> {
    app: &'a App,
    batch: BatchId,
}

impl<'a> Running<'a> {
    fn start(app: &'a App, batch: BatchId) -> Self {
        app.importing().insert(batch, false);
        Self { app, batch }
    }

    fn is_stopped(&self) -> bool {
        self.app.importing().get(&self.batch).copied().unwrap_or_default()
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.app.importing().remove(&self.batch);
    }
}

impl App {
    fn importing(&self) -> MutexGuard<'_, HashMap<BatchId, bool>> {
        self.importing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether an import is running now.
fn is_running(app: &App, batch: BatchId) -> bool {
    app.importing().contains_key(&batch)
}

/// Asks a running import to stop after its present chunk; what it took in stays.
pub fn stop(app: &App, actor: &Actor, batch: BatchId) -> Result<(), AppError> {
    require(actor, Right::ImportLedger)?;
    if let Some(is_stopped) = app.importing().get_mut(&batch) {
        *is_stopped = true;
    }
    Ok(())
}

/// Asks every reader, and every running import after its present chunk, to stop: the server is about to end.
pub fn stop_all(app: &App) {
    app.uploads.stop_all();
    for is_stopped in app.importing().values_mut() {
        *is_stopped = true;
    }
}

/// A row ready to be written: its fingerprint and what it is.
struct Prepared<'a> {
    fingerprint: u128,
    row: &'a LedgerRow,
    context: &'a Context,
    entry: Option<(LedgerEntry, Option<UnitId>)>,
}

fn prepare<'a>(
    chunk: &[(&'a (LedgerRow, Context), u128)],
    units: &mut UnitFinder<'_>,
) -> Result<Vec<Prepared<'a>>, AppError> {
    chunk
        .iter()
        .map(|((row, context), fingerprint)| {
            let entry = match ledger::interpret(row, context) {
                Ok(mut entry) => {
                    let unit = units.find(&mut entry)?;
                    Some((entry, unit))
                }
                Err(_) => None,
            };
            Ok(Prepared { fingerprint: *fingerprint, row, context, entry })
        })
        .collect()
}

fn take_in(
    tx: &mut Tx,
    batch: &Batch,
    rows: Vec<Prepared<'_>>,
    app: &App,
) -> Result<Tally, AppError> {
    let (mut batch, due) = (batch.clone(), app.due());
    let who = batch.by.map_or(Who::Console, Who::Account);
    tx.enter_together(Together::Ledger(batch.id), app.clock.now(), who);
    for prepared in rows {
        batch.tally.rows += 1;
        if tx.knows_row(prepared.fingerprint)? {
            batch.tally.already += 1;
            continue;
        }
        if let Some((entry, unit)) = prepared.entry {
            let petition = new_petition(app, (&batch, batch.by), prepared.row, entry, unit);
            tx.admit_row(batch.id, prepared.fingerprint, (petition, &due))?;
            batch.tally.imported += 1;
        } else {
            let (row, context) = (prepared.row.clone(), *prepared.context);
            tx.hold_row(batch.id, prepared.fingerprint, row, context)?;
            batch.tally.held += 1;
        }
    }
    tx.put_batch(&batch)?;
    Ok(batch.tally)
}

/// An import as its page shows it.
#[derive(Debug)]
pub struct Followed {
    /// What is stored of it.
    pub batch: Batch,
    /// Whether it is running now.
    pub is_running: bool,
    /// Its rows that still wait for correction.
    pub waiting: u64,
}

/// All imports, newest first.
pub fn batches(app: &App, actor: Option<&Actor>) -> Result<Vec<Followed>, AppError> {
    require(actor, Right::ImportLedger)?;
    // Asked before the store is read: one that ends in between is then seen as ended, never as interrupted.
    let running: Vec<BatchId> = app.importing().keys().copied().collect();
    let snapshot = app.store.read()?;
    let waiting = snapshot.waiting_by_batch()?;
    let followed = snapshot.batches()?.into_iter().map(|batch| Followed {
        is_running: batch.state == BatchState::Running && running.contains(&batch.id),
        waiting: waiting.get(&batch.id).copied().unwrap_or_default(),
        batch,
    });
    Ok(followed.collect())
}
