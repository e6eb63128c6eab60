//! Imports: batches, the fingerprints of rows already taken in, and the rows that wait for correction.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use redb::{ReadableTable, ReadableTableMetadata};
use serde::{Deserialize, Serialize};

use super::codec::{Record, day, decode, encode, moment, stored};
use super::counter::Series;
use super::error::StoreError;
use super::petition::{NewPetition, Reckoning};
use super::seal::{HeldSender, SealFault};
use super::{Snapshot, Tx, tables};
use crate::domain::id::{AccountId, BatchId, HeldRowId, PetitionId};
use crate::domain::ledger::{Above, Column, Context, LedgerRow};

/// One import of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Identifier.
    pub id: BatchId,
    /// Name of the file.
    pub file: String,
    /// Who started it; `None` is the console.
    pub by: Option<AccountId>,
    /// When.
    pub started_at: DateTime<FixedOffset>,
    /// Where it stands.
    pub state: BatchState,
    /// Rows of the book that tell of a petition: the tally goes up to it.
    pub total: u64,
    /// What came of its rows so far.
    pub tally: Tally,
}

/// Where an import stands. Stored by position: append only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BatchState {
    /// Rows are still being taken in, or the server stopped meanwhile: the same file again goes on.
    Running,
    /// All rows were looked at.
    Done,
    /// Stopped by a person; what was taken in stays until it is undone.
    Cancelled,
    /// Undone as a whole.
    Undone,
}

/// What came of the rows of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows that tell of a petition.
    pub rows: u64,
    /// Taken in as petitions.
    pub imported: u64,
    /// Put aside for correction.
    pub held: u64,
    /// Known from an earlier import.
    pub already: u64,
}

/// A ledger row that can't be right as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRow {
    /// Identifier.
    pub id: HeldRowId,
    /// The import that brought it.
    pub batch: BatchId,
    /// What the row says, as last corrected.
    pub row: LedgerRow,
    /// What the book says around it.
    pub context: Context,
    /// What became of it.
    pub state: HeldState,
    /// Why the sender's cells are not in `row`: they are under seal and the key is missing.
    pub locked: Option<SealFault>,
}

/// What became of a held row. Stored by position: append only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeldState {
    /// It waits.
    Waiting,
    /// Corrected and admitted as this petition (year, number).
    Admitted(u16, u32),
    /// Set aside for good, with the reason.
    Dropped(String),
}

#[derive(Serialize, Deserialize)]
struct BatchV1 {
    file: String,
    by: Option<u32>,
    started_at: i64,
    state: BatchState,
    total: u64,
    tally: Tally,
}

#[derive(Serialize, Deserialize)]
struct HeldRowV1 {
    batch: u32,
    sheet: String,
    row: u32,
    /// Column code and text.
    cells: Vec<(String, String)>,
    others: Vec<(String, String)>,
    years: (i32, i32),
    today: i32,
    above: AboveV1,
    state: HeldState,
}

#[derive(Serialize, Deserialize)]
enum AboveV1 {
    Nothing,
    Day(i32),
    Unknown(u32),
}

stored!(
    BatchV1 in "import_batch", version 1;
    HeldRowV1 in "held_row", version 1;
);

impl Tx<'_> {
    /// Begins an import of so many rows.
    pub fn begin_batch(
        &mut self,
        file: &str,
        by: Option<AccountId>,
        started_at: DateTime<FixedOffset>,
        total: u64,
    ) -> Result<Batch, StoreError> {
        let batch = Batch {
            id: BatchId(self.next(Series::Batch)?),
            file: file.to_owned(),
            by,
            started_at,
            state: BatchState::Running,
            total,
            tally: Tally::default(),
        };
        self.put_batch(&batch)?;
        Ok(batch)
    }

    /// Writes a batch.
    pub fn put_batch(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let record = BatchV1 {
            file: batch.file.clone(),
            by: batch.by.map(|account| account.0),
            started_at: moment::millis(batch.started_at),
            state: batch.state,
            total: batch.total,
            tally: batch.tally,
        };
        self.batch.insert(batch.id.0, encode(&record)?.as_slice())?;
        Ok(())
    }

    /// Whether a row of this fingerprint was taken in before.
    pub fn knows_row(&self, fingerprint: u128) -> Result<bool, StoreError> {
        Ok(self.ledger_row.get(fingerprint)?.is_some())
    }

    /// Registers the petition of a ledger row.
    pub fn admit_row(
        &mut self,
        batch: BatchId,
        fingerprint: u128,
        (petition, due): (NewPetition, Reckoning<'_>),
    ) -> Result<PetitionId, StoreError> {
        let id = self.register(petition, due)?;
        self.ledger_row.insert(fingerprint, batch.0)?;
        self.import_petition.insert((batch.0, id.key()), fingerprint)?;
        Ok(id)
    }

    /// Puts a row aside for correction.
    pub fn hold_row(
        &mut self,
        batch: BatchId,
        fingerprint: u128,
        row: LedgerRow,
        context: Context,
    ) -> Result<HeldRowId, StoreError> {
        let id = HeldRowId(self.next(Series::HeldRow)?);
        self.ledger_row.insert(fingerprint, batch.0)?;
        let held = HeldRow { id, batch, row, context, state: HeldState::Waiting, locked: None };
        self.put_held_row(&held)?;
        self.has_held_row();
        Ok(id)
    }

    /// Writes a held row, corrected or ended. What may tell a denouncer goes under the seal; of a row that was admitted
    /// the sealed record of its petition is the only place.
    pub fn put_held_row(&mut self, held: &HeldRow) -> Result<(), StoreError> {
        let mut row = held.row.clone();
        let sender = HeldSender::take_from(&mut row);
        // It may have been held in clear as another kind until now.
        let was_held = self.held.get(held.id.0)?.is_some();
        if was_held && sender.is_some() && self.held_sealed.get(held.id.0)?.is_none() {
            self.leaves_clear(0)?;
        }
        if held.locked.is_none() {
            let is_kept = !matches!(held.state, HeldState::Admitted(..));
            self.put_held_sender(held.id, sender.as_ref().filter(|_| is_kept))?;
        }
        let cells = row.cells.iter();
        let record = HeldRowV1 {
            batch: held.batch.0,
            sheet: row.sheet.clone(),
            row: row.row,
            cells: cells.map(|(column, text)| (column.code().into(), text.clone())).collect(),
            others: row.others.clone(),
            years: held.context.years,
            today: day::number(held.context.today),
            above: match held.context.above {
                Above::Nothing => AboveV1::Nothing,
                Above::Day(above) => AboveV1::Day(day::number(above)),
                Above::Unknown(row) => AboveV1::Unknown(row),
            },
            state: held.state.clone(),
        };
        self.held.insert(held.id.0, encode(&record)?.as_slice())?;
        match held.state {
            HeldState::Waiting => self.held_waiting.insert(held.id.0, held.batch.0)?,
            HeldState::Admitted(..) | HeldState::Dropped(_) => {
                self.held_waiting.remove(held.id.0)?
            }
        };
        Ok(())
    }

    /// A held row as this transaction sees it.
    pub fn held_row(&self, id: HeldRowId) -> Result<Option<HeldRow>, StoreError> {
        let Some(bytes) = self.held.get(id.0)? else { return Ok(None) };
        let mut held = held_row(id, decode(&id, bytes.value())?)?;
        held.locked = self.fill_held(id, &mut held.row)?;
        Ok(Some(held))
    }

    /// A batch as this transaction sees it.
    pub fn batch(&self, id: BatchId) -> Result<Option<Batch>, StoreError> {
        let Some(bytes) = self.batch.get(id.0)? else { return Ok(None) };
        Ok(Some(batch(id, decode(&id, bytes.value())?)))
    }

    /// Petitions that an import made, those of its corrected rows included.
    pub fn petitions_of_batch(&self, id: BatchId) -> Result<Vec<PetitionId>, StoreError> {
        let mut ids = Vec::new();
        for entry in self.import_petition.range((id.0, 0)..=(id.0, u64::MAX))? {
            ids.extend(PetitionId::from_key(entry?.0.value().1));
        }
        Ok(ids)
    }

    /// Takes everything out that an import brought: petitions, held rows, fingerprints. The numbers stay used.
    pub fn undo_batch(&mut self, id: BatchId) -> Result<(), StoreError> {
        for petition_id in self.petitions_of_batch(id)? {
            if let Some(petition) = self.petition(petition_id)? {
                self.remove(&petition)?;
            }
            self.import_petition.remove((id.0, petition_id.key()))?;
        }
        self.ledger_row.retain(|_, batch| batch != id.0)?;
        self.held_waiting.retain(|_, batch| batch != id.0)?;
        let mut held = Vec::new();
        for entry in self.held.iter()? {
            let (key, bytes) = entry?;
            let record: HeldRowV1 = decode(&key.value(), bytes.value())?;
            held.extend((record.batch == id.0).then_some(key.value()));
        }
        for key in held {
            self.held_sealed.remove(key)?;
            self.held.remove(key)?;
        }
        Ok(())
    }
}

impl Snapshot {
    /// Whether a row of this fingerprint was taken in before.
    pub fn knows_row(&self, fingerprint: u128) -> Result<bool, StoreError> {
        Ok(self.txn.open_table(tables::LEDGER_ROW)?.get(fingerprint)?.is_some())
    }

    /// An import.
    pub fn batch(&self, id: BatchId) -> Result<Option<Batch>, StoreError> {
        let table = self.txn.open_table(tables::IMPORT_BATCH)?;
        let Some(bytes) = table.get(id.0)? else { return Ok(None) };
        Ok(Some(batch(id, decode(&id, bytes.value())?)))
    }

    /// All imports, newest first.
    pub fn batches(&self) -> Result<Vec<Batch>, StoreError> {
        self.each_batch()?.into_iter().collect()
    }

    /// All imports, newest first, each read or not for itself.
    pub fn each_batch(&self) -> Result<Vec<Result<Batch, StoreError>>, StoreError> {
        let table = self.txn.open_table(tables::IMPORT_BATCH)?;
        let mut batches = Vec::new();
        for entry in table.iter()?.rev() {
            let (id, bytes) = entry?;
            let record = decode(&id.value(), bytes.value());
            batches.push(record.map(|record| batch(BatchId(id.value()), record)));
        }
        Ok(batches)
    }

    /// A held row.
    pub fn held_row(&self, id: HeldRowId) -> Result<Option<HeldRow>, StoreError> {
        let table = self.txn.open_table(tables::HELD_ROW)?;
        let Some(bytes) = table.get(id.0)? else { return Ok(None) };
        let mut held = held_row(id, decode(&id, bytes.value())?)?;
        held.locked = self.fill_held(id, &mut held.row)?;
        Ok(Some(held))
    }

    /// How many held rows wait.
    pub fn waiting_count(&self) -> Result<u64, StoreError> {
        Ok(self.txn.open_table(tables::HELD_WAITING)?.len()?)
    }

    /// How many held rows of each import wait; of one without any nothing is said.
    pub fn waiting_by_batch(&self) -> Result<BTreeMap<BatchId, u64>, StoreError> {
        let mut counts = BTreeMap::new();
        for entry in self.txn.open_table(tables::HELD_WAITING)?.iter()? {
            *counts.entry(BatchId(entry?.1.value())).or_default() += 1;
        }
        Ok(counts)
    }

    /// The next held rows that wait, of all imports or of one, in the order they came.
    pub fn waiting_after(
        &self,
        after: HeldRowId,
        batch: Option<BatchId>,
        limit: usize,
    ) -> Result<Vec<HeldRowId>, StoreError> {
        let table = self.txn.open_table(tables::HELD_WAITING)?;
        let mut ids = Vec::new();
        for entry in table.range(after.0.saturating_add(1)..)? {
            let (id, of) = entry?;
            if batch.is_none_or(|batch| batch.0 == of.value()) {
                ids.push(HeldRowId(id.value()));
                if ids.len() >= limit {
                    break;
                }
            }
        }
        Ok(ids)
    }

    /// All held rows without what is under seal, in the order they came, each read or not for itself.
    pub fn each_held_row(&self) -> Result<Vec<Result<HeldRow, StoreError>>, StoreError> {
        let table = self.txn.open_table(tables::HELD_ROW)?;
        let mut rows = Vec::new();
        for entry in table.iter()? {
            let (id, bytes) = entry?;
            let record = decode(&id.value(), bytes.value());
            rows.push(record.and_then(|record| held_row(HeldRowId(id.value()), record)));
        }
        Ok(rows)
    }

    /// Imports and held rows that can't be read, and rows that wait and are not entered as waiting, a line each.
    pub(super) fn check_imports(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        faults
            .extend(self.each_batch()?.into_iter().filter_map(Result::err).map(|e| e.to_string()));
        let waiting = self.txn.open_table(tables::HELD_WAITING)?;
        for held in self.each_held_row()? {
            match held {
                Ok(held) => {
                    let entered = waiting.get(held.id.0)?.map(|batch| BatchId(batch.value()));
                    let expected = (held.state == HeldState::Waiting).then_some(held.batch);
                    if entered != expected {
                        faults.push(format!("held_waiting is wrong about row {}", held.id));
                    }
                }
                Err(error) => faults.push(error.to_string()),
            }
        }
        Ok(())
    }
}

fn batch(id: BatchId, record: BatchV1) -> Batch {
    Batch {
        id,
        file: record.file,
        by: record.by.map(AccountId),
        started_at: moment::instant(record.started_at),
        state: record.state,
        total: record.total,
        tally: record.tally,
    }
}

fn held_row(id: HeldRowId, record: HeldRowV1) -> Result<HeldRow, StoreError> {
    let mut cells = BTreeMap::new();
    for (code, text) in record.cells {
        let column = Column::from_code(&code).ok_or_else(|| StoreError::Corrupt {
            table: HeldRowV1::TABLE,
            key: id.to_string(),
            detail: format!("unknown column {code:?}"),
        })?;
        cells.insert(column, text);
    }
    Ok(HeldRow {
        id,
        batch: BatchId(record.batch),
        row: LedgerRow { sheet: record.sheet, row: record.row, cells, others: record.others },
        context: Context {
            years: record.years,
            today: day::date(record.today),
            above: match record.above {
                AboveV1::Nothing => Above::Nothing,
                AboveV1::Day(above) => Above::Day(day::date(above)),
                AboveV1::Unknown(row) => Above::Unknown(row),
            },
        },
        state: record.state,
        locked: None,
    })
}
