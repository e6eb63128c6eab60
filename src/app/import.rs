//! A past ledger becomes petitions: each row admitted whole or held with its reasons, none twice.
//!
//! Rows go in by chunks, each one durable transaction: after a kill the same file again goes on where it stopped,
//! because a row is known by its fingerprint. An import is undone as one batch until its petitions are worked on.

use std::collections::{BTreeSet, HashMap};
use std::sync::{MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::App;
use super::error::{AppError, Refused, UndoObstacle};
use super::settings::{self, NewUnit};
use crate::domain::event::{Event, Happening};
use crate::domain::id::{BatchId, HeldRowId, PetitionId, UnitId};
use crate::domain::ledger::{
    self, Book, BookError, Column, Context, Fault, LedgerEntry, LedgerRow,
};
use crate::domain::organisation::{Match, UnitKind};
use crate::domain::permission::{Actor, Right};
use crate::domain::petition::{Assignment, Facts, Kind, Origin};
use crate::domain::text::{self, TextError};
use crate::label;
use crate::store::Tx;
use crate::store::import::{Batch, BatchState, HeldRow, HeldState, Tally};
use crate::store::petition::NewPetition;
use crate::workbook::{self, Limits, Pace, WorkbookError};

/// Rows of one transaction: other writers wait for no longer than these take.
const CHUNK_ROWS: usize = 400;
/// Longest reason for setting a row aside.
const REASON_MAX: usize = 300;

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

/// Why a file is not a ledger.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file can't be read as a workbook.
    #[error(transparent)]
    Workbook(#[from] WorkbookError),
    /// The workbook has no ledger in it, or the reading of it was stopped.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// Reads a ledger out of a workbook, taking nothing in. `pace` is asked now and then and may stop it.
pub fn read(
    app: &App,
    file: &str,
    bytes: &[u8],
    pace: &dyn Fn() -> Pace,
) -> Result<ReadLedger, ReadError> {
    let sheets = workbook::read(file, bytes, &Limits::default(), pace)?;
    let book = ledger::read_book(&sheets, app.clock.today(), &|| pace() == Pace::GoOn)?;
    let file = text::line(file, 200).unwrap_or_else(|_| "?".into());
    Ok(ReadLedger { file, book, has_sheets: workbook::has_sheets(bytes) })
}

/// Whether the actor may import; the console may.
pub fn require_importer(actor: Option<&Actor>) -> Result<(), AppError> {
    match actor {
        Some(actor) if !actor.has(Right::ImportLedger) => Err(AppError::Forbidden),
        _ => Ok(()),
    }
}

/// What taking the ledger in would do.
pub fn rehearse(app: &App, ledger: &ReadLedger) -> Result<Report, AppError> {
    let mut tally = Tally { rows: ledger.book.rows.len() as u64, ..Tally::default() };
    let office = app.office();
    let mut units = BTreeSet::new();
    let fingerprints = fingerprints(ledger);
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
/// `watch` is told after every chunk how far it is, and says whether to go on.
pub fn import(
    app: &App,
    actor: Option<&Actor>,
    ledger: &ReadLedger,
    watch: &mut dyn FnMut(BatchId, Tally) -> bool,
) -> Result<Report, AppError> {
    require_importer(actor)?;
    let by = actor.map(|actor| actor.account);
    let now = app.clock.now();
    // Entered as running before anybody can see it: else it could be undone before its first row.
    let (mut batch, running) = app.store.write(|tx| {
        let batch = tx.begin_batch(&ledger.file, by, now)?;
        let running = Running::start(app, batch.id);
        Ok::<_, AppError>((batch, running))
    })?;
    let fingerprints = fingerprints(ledger);
    let rows: Vec<_> = ledger.book.rows.iter().zip(fingerprints).collect();
    let mut units = UnitFinder::new(app);
    for chunk in rows.chunks(CHUNK_ROWS) {
        let prepared = prepare(chunk, &mut units)?;
        batch.tally = app.store.write(|tx| take_in(tx, &batch, prepared, app))?;
        app.index.wake();
        if !watch(batch.id, batch.tally) || running.is_stopped() {
            batch.state = BatchState::Cancelled;
            break;
        }
    }
    if batch.state == BatchState::Running {
        batch.state = BatchState::Done;
    }
    app.store.write(|tx| tx.put_batch(&batch))?;
    // Only now: an import that is not running and not ended is one that was interrupted.
    drop(running);
    if let Some(actor) = actor {
        app.note_write(actor);
    }
    Ok(Report {
        batch: Some(batch.id),
        tally: batch.tally,
        units_added: units.added,
        is_cancelled: batch.state == BatchState::Cancelled,
    })
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
    require_importer(Some(actor))?;
    if let Some(is_stopped) = app.importing().get_mut(&batch) {
        *is_stopped = true;
    }
    Ok(())
}

/// Asks every running import to stop after its present chunk: the server is about to end.
pub fn stop_all(app: &App) {
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
    for prepared in rows {
        batch.tally.rows += 1;
        if tx.knows_row(prepared.fingerprint)? {
            batch.tally.already += 1;
            continue;
        }
        if let Some((entry, unit)) = prepared.entry {
            let petition = new_petition(app, &batch, prepared.row, entry, unit);
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

/// The petition that a ledger entry tells of, with the history that the book gives.
fn new_petition(
    app: &App,
    batch: &Batch,
    row: &LedgerRow,
    entry: LedgerEntry,
    unit: Option<UnitId>,
) -> NewPetition {
    // One moment for all: whatever was entered at another one is work done since.
    let entered_at = app.clock.now();
    let event = |happening, on| Event { happening, on, entered_at, by: batch.by, capacity: None };
    let mut history = vec![event(Happening::Received, entry.received_on)];
    if let Some(unit) = unit {
        let given_on = entry.assigning_document.as_ref().and_then(|document| document.dated);
        let assignment = Assignment {
            unit,
            mode: entry.mode,
            document: entry.assigning_document,
            due_on: entry.due_on,
        };
        let on = given_on.unwrap_or(entry.received_on);
        history.push(event(Happening::Assigned(assignment), on));
    }
    if let Some(outcome) = entry.outcome {
        let on = outcome.document.dated.unwrap_or(entry.received_on);
        history.push(event(Happening::Resolved(outcome), on));
    } else if entry.filed_away {
        history.push(event(Happening::FiledAway, entry.received_on));
    }
    let (note, sealed_note) = notes(entry.note, &entry.remarks, entry.kind);
    NewPetition {
        facts: Facts {
            kind: entry.kind,
            received_on: entry.received_on,
            written_on: entry.written_on,
            source: entry.source,
            petitioner: entry.sender,
            group_size: entry.group_size,
            content: entry.content,
            field: None,
            respondent: entry.respondent,
            enclosures: None,
            has_originals: false,
            note,
        },
        sealed_note,
        origin: Some(Origin {
            batch: batch.id,
            file: batch.file.clone(),
            sheet: row.sheet.clone(),
            row: row.row,
        }),
        entered_by: batch.by,
        history,
    }
}

/// The open note of a row, and what of a denunciation's remarks may tell who sent it.
///
/// A header that is not known may stand over anything ("Email"): of a denunciation it goes under the seal too.
fn notes(
    note: Option<String>,
    remarks: &[ledger::Remark],
    kind: Kind,
) -> (Option<String>, Option<String>) {
    let (mut open, mut sealed) = (Vec::from_iter(note), Vec::new());
    for remark in remarks {
        let (about, may_tell) = match &remark.about {
            ledger::About::Column(column) => (label::ledger_column(*column), column.is_of_sender()),
            ledger::About::Header(header) => (header.as_str(), true),
        };
        let is_sealed = may_tell && kind == Kind::Denunciation;
        let side = if is_sealed { &mut sealed } else { &mut open };
        side.push(format!("{about}: {}", remark.text));
    }
    let joined = |notes: Vec<String>| (!notes.is_empty()).then(|| notes.join("; "));
    (joined(open), joined(sealed))
}

/// Finds the units that a ledger names; one that the office does not have is added to it.
struct UnitFinder<'a> {
    app: &'a App,
    added: Vec<String>,
}

impl<'a> UnitFinder<'a> {
    fn new(app: &'a App) -> Self {
        Self { app, added: Vec::new() }
    }

    /// The unit of an entry. A name that may mean two units stays in the remarks, never guessed.
    fn find(&mut self, entry: &mut LedgerEntry) -> Result<Option<UnitId>, AppError> {
        let Some(name) = entry.unit_name.clone() else { return Ok(None) };
        match self.app.office().names.look_up(&name) {
            Match::Exact(unit) | Match::Abbreviation(unit) => Ok(Some(unit)),
            Match::Ambiguous(_) => Ok(left_in_words(entry, name)),
            Match::Unknown if !can_be_a_unit(&name) => Ok(left_in_words(entry, name)),
            Match::Unknown => {
                let new =
                    NewUnit { kind: UnitKind::of_name(&name), short_name: String::new(), name };
                match settings::add_unit(self.app, None, &new) {
                    Ok(id) => {
                        self.added.push(new.name);
                        Ok(Some(id))
                    }
                    // Another import of now was faster.
                    Err(AppError::Refused(Refused::UnitNameTaken)) => {
                        self.app.reload_office()?;
                        Ok(self.app.office().names.find(&new.name))
                    }
                    Err(error) => Err(error),
                }
            }
        }
    }
}

/// Whether these words can be the name of a unit: letters or digits, and no whole paragraph.
fn can_be_a_unit(name: &str) -> bool {
    text::line(name, settings::OFFICE_NAME_MAX).is_ok() && !text::folded_words(name).is_empty()
}

/// What stands under the unit's header and names no unit stays in the remarks.
fn left_in_words(entry: &mut LedgerEntry, text: String) -> Option<UnitId> {
    entry.remarks.push(ledger::Remark { about: ledger::About::Column(Column::Unit), text });
    None
}

/// Fingerprints of the rows of a book, in order.
///
/// A row is known by what identifies the petition, not by where it stands or what became of it later: the same book
/// with rows moved or results filled in adds nothing. Rows that are equal in all this are told apart by how often
/// they occur. The one sheet of a format without sheets only bears the name of its file, which says nothing.
fn fingerprints(ledger: &ReadLedger) -> Vec<u128> {
    const IDENTIFYING: [Column; 5] =
        [Column::Ordinal, Column::ReceivedOn, Column::Sender, Column::Address, Column::Content];
    let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
    ledger
        .book
        .rows
        .iter()
        .map(|(row, _)| {
            let mut digest = Sha256::new();
            if ledger.has_sheets {
                digest.update(text::fold(&row.sheet));
            }
            for column in IDENTIFYING {
                digest.update([0]);
                digest.update(row.cells.get(&column).map_or("", String::as_str));
            }
            // Books that keep both in one cell; others are known as they were without it.
            if let Some(both) = row.cells.get(&Column::SenderAndAddress) {
                digest.update([0]);
                digest.update(both);
            }
            let base: [u8; 32] = digest.finalize().into();
            let occurrence = seen.entry(base).or_default();
            *occurrence += 1;
            let whole = Sha256::new().chain_update(base).chain_update(occurrence.to_be_bytes());
            let mut first = [0; 16];
            first.copy_from_slice(&whole.finalize()[..16]);
            u128::from_be_bytes(first)
        })
        .collect()
}

/// Takes back everything that an import brought, unless one of its petitions was worked on since.
pub fn undo(app: &App, actor: Option<&Actor>, id: BatchId) -> Result<u64, AppError> {
    require_importer(actor)?;
    let removed = app.store.write(|tx| {
        let mut batch = tx.batch(id)?.ok_or(AppError::NotFound)?;
        let obstacle = match batch.state {
            BatchState::Undone => Some(UndoObstacle::AlreadyUndone),
            BatchState::Running if is_running(app, id) => Some(UndoObstacle::Running),
            BatchState::Running | BatchState::Done | BatchState::Cancelled => {
                worked_on(tx, id)?.map(UndoObstacle::WorkedOn)
            }
        };
        if let Some(obstacle) = obstacle {
            return Err(AppError::from(Refused::CannotUndo(obstacle)));
        }
        let removed = tx.petitions_of_batch(id)?.len() as u64;
        tx.undo_batch(id)?;
        batch.state = BatchState::Undone;
        tx.put_batch(&batch)?;
        Ok(removed)
    })?;
    match actor {
        Some(actor) => app.note_write(actor),
        None => app.index.wake(),
    }
    Ok(removed)
}

/// A petition of the import to which something happened after it was taken in.
fn worked_on(tx: &Tx, id: BatchId) -> Result<Option<PetitionId>, AppError> {
    for petition_id in tx.petitions_of_batch(id)? {
        let history = tx.history(petition_id)?;
        let taken_in = history.first().map(|event| event.entered_at);
        if history.iter().any(|event| Some(event.entered_at) != taken_in) {
            return Ok(Some(petition_id));
        }
    }
    Ok(None)
}

/// All imports, newest first, and whether each is running now.
pub fn batches(app: &App, actor: Option<&Actor>) -> Result<Vec<(Batch, bool)>, AppError> {
    require_importer(actor)?;
    // Asked before the store is read: one that ends in between is then seen as ended, never as interrupted.
    let running: Vec<BatchId> = app.importing().keys().copied().collect();
    let batches = app.store.read()?.batches()?.into_iter();
    Ok(batches
        .map(|batch| {
            let is_running = batch.state == BatchState::Running && running.contains(&batch.id);
            (batch, is_running)
        })
        .collect())
}

/// A held row with the reasons why it waits.
#[derive(Debug)]
pub struct Waiting {
    /// The row.
    pub held: HeldRow,
    /// Name of the file it came from.
    pub file: String,
    /// Why it can't be right; empty once it was admitted or dropped.
    pub faults: Vec<Fault>,
}

/// How many rows wait for correction.
pub fn waiting_count(app: &App) -> Result<u64, AppError> {
    let rows = app.store.read()?.held_rows()?;
    Ok(rows.iter().filter(|held| held.state == HeldState::Waiting).count() as u64)
}

/// Rows that wait for correction, in the order they came.
pub fn waiting(app: &App, actor: Option<&Actor>) -> Result<Vec<Waiting>, AppError> {
    require_importer(actor)?;
    let snapshot = app.store.read()?;
    let mut rows = Vec::new();
    for held in snapshot.held_rows()? {
        if held.state == HeldState::Waiting {
            let file = snapshot.batch(held.batch)?.map_or_else(String::new, |batch| batch.file);
            let faults = ledger::interpret(&held.row, &held.context).err().unwrap_or_default();
            rows.push(Waiting { held, file, faults });
        }
    }
    Ok(rows)
}

/// Corrects a held row and admits it, or says what is still wrong; what was typed is kept either way.
pub fn correct(
    app: &App,
    actor: &Actor,
    id: HeldRowId,
    cells: &[(Column, String)],
) -> Result<Result<PetitionId, Vec<Fault>>, AppError> {
    require_importer(Some(actor))?;
    let mut units = UnitFinder::new(app);
    let mut held = app.store.read()?.held_row(id)?.ok_or(AppError::NotFound)?;
    for (column, text) in cells {
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
        Err(faults) => Err(faults),
    };
    let outcome = app.store.write(|tx| {
        let due = app.due();
        let current = tx.held_row(id)?.ok_or(AppError::NotFound)?;
        if current.state != HeldState::Waiting {
            return Err(AppError::from(Refused::RowNotWaiting));
        }
        let outcome = match entry {
            Err(faults) => Err(faults),
            Ok((entry, unit)) => {
                let mut batch = tx.batch(held.batch)?.ok_or(AppError::NotFound)?;
                batch.by = Some(actor.account);
                let petition = new_petition(app, &batch, &held.row, entry, unit);
                let admitted = tx.admit_row(held.batch, held_fingerprint(id), (petition, &due))?;
                held.state = HeldState::Admitted(admitted.year, admitted.serial);
                // From now on the sender of a denunciation is in the sealed record and nowhere else.
                if held.row.may_be_denunciation() {
                    held.row.cells.retain(|column, _| !column.is_of_sender());
                }
                Ok(admitted)
            }
        };
        tx.put_held_row(&held)?;
        Ok(outcome)
    })?;
    app.note_write(actor);
    Ok(outcome)
}

/// A corrected row no longer reads as in the file; its own fingerprint was remembered when it was held.
fn held_fingerprint(id: HeldRowId) -> u128 {
    u128::from(id.0)
}

/// Sets a held row aside for good, with a reason.
pub fn drop_row(app: &App, actor: &Actor, id: HeldRowId, reason: &str) -> Result<(), AppError> {
    require_importer(Some(actor))?;
    let reason = text::line(reason, REASON_MAX).map_err(|_| Refused::BadText)?;
    app.store.write(|tx| {
        let mut held = tx.held_row(id)?.ok_or(AppError::NotFound)?;
        if held.state != HeldState::Waiting {
            return Err(AppError::from(Refused::RowNotWaiting));
        }
        held.state = HeldState::Dropped(reason);
        tx.put_held_row(&held)?;
        Ok(())
    })
}
