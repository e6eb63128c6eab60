//! Petitions: typed reads and writes, and the secondary keys that one function derives.
//!
//! `keys_of` is the only owner of what the covering row and the order of text columns hold; `verify` recomputes it.

use chrono::{DateTime, FixedOffset, NaiveDate};
use redb::ReadableTable;

use super::codec::{day, decode, encode, leading_text, moment};
use super::columns::{Columns, Row};
use super::counter::Series;
use super::error::StoreError;
use super::record::{BodyV1, EventV1, HeadV1, SenderV1, WayV1, petition};
use super::{ColumnChange, Snapshot, Tx, tables};
use crate::domain::event::{Event, Handling, Happening};
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::listing::SortColumn;
use crate::domain::person::ProtectedSender;
use crate::domain::petition::{Assignment, Facts, Field, Kind, Origin, Outcome, Petition};
use crate::domain::text;
use crate::domain::workflow::Stage;

/// The day that counts for a petition as it stands, by the law of the office: passed in by the use case.
pub type Reckoning<'a> = &'a dyn Fn(&Petition) -> Option<NaiveDate>;

/// A due date before and after the law has changed.
pub type MovedDue = (Option<NaiveDate>, Option<NaiveDate>);

/// A petition to be registered.
#[derive(Debug)]
pub struct NewPetition {
    /// What the paper says.
    pub facts: Facts,
    /// What a past book says of a denunciation's sender beside the identity; goes under the seal.
    pub sealed_note: Option<String>,
    /// Where an import found it.
    pub origin: Option<Origin>,
    /// Who registers it.
    pub entered_by: Option<AccountId>,
    /// What has happened so far, the receipt first.
    pub history: Vec<Event>,
}

/// One row of a list.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// Number.
    pub id: PetitionId,
    /// Kind.
    pub kind: Kind,
    /// Where it stands.
    pub stage: Stage,
    /// Day of receipt.
    pub received_on: NaiveDate,
    /// The day that counts for it.
    pub due_on: Option<NaiveDate>,
    /// Sender, as far as a list may show.
    pub sender: ListSender,
    /// Ward of residence.
    pub ward: Option<String>,
    /// Number of people.
    pub group_size: u32,
    /// Beginning of the content.
    pub summary: String,
    /// Field.
    pub field: Option<Field>,
    /// Who holds it.
    pub assignment: Option<Assignment>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// The sender in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListSender {
    /// Anonymous.
    Anonymous,
    /// By name.
    Named(String),
    /// Under seal, by number within the year.
    Sealed(u32),
}

/// Secondary keys of a petition.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) row: Row,
    pub(super) by_text: [(u8, Vec<u8>); 2],
}

/// Longest sort key of a text column, in bytes of folded text.
const TEXT_KEY_BYTES: usize = 28;

/// Everything that secondary tables hold of a petition.
pub(super) fn keys_of(petition: &Petition) -> Keys {
    let row = list_row(petition.id, HeadV1::of(petition));
    Keys {
        row: Row::of(petition),
        by_text: [SortColumn::Sender, SortColumn::Content]
            .map(|column| (column.index(), text_key(&row, column))),
    }
}

/// Sort key of a list row in a text column: the beginning of the folded text.
pub fn text_key(row: &ListRow, column: SortColumn) -> Vec<u8> {
    let folded = match (column, &row.sender) {
        (SortColumn::Sender, ListSender::Anonymous) => String::new(),
        (SortColumn::Sender, ListSender::Named(name)) => sender_order(name),
        (SortColumn::Sender, ListSender::Sealed(number)) => format!("~{number:06}"),
        _ => text::folded(&row.summary).take(TEXT_KEY_BYTES).collect(),
    };
    folded.bytes().take(TEXT_KEY_BYTES).collect()
}

/// Vietnamese lists are ordered by given name, the last word, then by the whole name.
fn sender_order(name: &str) -> String {
    let folded = text::fold(name);
    let given = folded.rsplit(' ').next().unwrap_or_default();
    format!("{given} {folded}")
}

impl Tx<'_> {
    /// Registers a petition under the next number of its year.
    ///
    /// The identity of a denunciation's sender goes into the sealed table and nowhere else.
    pub fn register(
        &mut self,
        new: NewPetition,
        due: Reckoning<'_>,
    ) -> Result<PetitionId, StoreError> {
        self.enter(new, None, due)
    }

    /// Registers a part of a petition under a number of its own; a protected sender of the whole stays protected.
    pub fn register_part(
        &mut self,
        new: NewPetition,
        whole: PetitionId,
        due: Reckoning<'_>,
    ) -> Result<PetitionId, StoreError> {
        // What was corrected in the whole's history is told there.
        let sender = self.sealed_record(whole)?;
        let sender = sender.map(|sender| ProtectedSender { kept: Vec::new(), ..sender });
        self.enter(new, sender, due)
    }

    /// Enters a petition; `protected` is its sender where one is under seal already.
    fn enter(
        &mut self,
        new: NewPetition,
        protected: Option<ProtectedSender>,
        due: Reckoning<'_>,
    ) -> Result<PetitionId, StoreError> {
        let year = year_of(&new.facts)?;
        let serial = self.next(Series::Petition { year })?;
        let id = PetitionId { year, serial };
        let petition = Petition::before(id, new.facts, new.origin, new.entered_by);
        let mut petition = petition.with(Handling::of(&new.history));
        petition.due_on = due(&petition);
        for (number, event) in (1..).zip(&new.history) {
            self.put_event(id, number, event)?;
        }
        match protected {
            Some(sender) => self.put_seal(&mut petition, &sender)?,
            None => drop(self.seal(&mut petition, new.sealed_note)?),
        }
        self.body.insert(id.key(), encode(&BodyV1::of(&petition))?.as_slice())?;
        self.put_keys(&petition, None)?;
        self.has_grown(id, 1, &new.history)?;
        Ok(id)
    }

    /// Appends events and writes the state that they lead to.
    ///
    /// A petition whose sender must be protected from now on is sealed here: the sender leaves the record until the seal is
    /// lifted, which puts them back.
    pub fn record(
        &mut self,
        petition: Petition,
        events: &[Event],
        due: Reckoning<'_>,
    ) -> Result<Petition, StoreError> {
        let (old, first) = (keys_of(&petition), petition.revision + 1);
        let mut petition = petition;
        for event in events {
            petition = petition.after(&event.happening, event.on);
            self.put_event(petition.id, petition.revision, event)?;
        }
        petition.due_on = due(&petition);
        if petition.is_sealed() && petition.protection.is_lifted {
            self.unseal(&mut petition)?;
        } else if self.seal(&mut petition, None)? {
            self.body.insert(petition.id.key(), encode(&BodyV1::of(&petition))?.as_slice())?;
        }
        self.put_keys(&petition, Some(old))?;
        self.has_grown(petition.id, first, events)?;
        Ok(petition)
    }

    /// Writes corrected facts, and the event that tells of them.
    ///
    /// Of a protected sender the event tells which fields were corrected; the old values go under the seal, where
    /// `facts.petitioner` goes as well if `writes_sender`.
    pub fn correct(
        &mut self,
        petition: Petition,
        mut event: Event,
        (mut facts, writes_sender): (Facts, bool),
        due: Reckoning<'_>,
    ) -> Result<Petition, StoreError> {
        let old = keys_of(&petition);
        let id = petition.id;
        let mut petition = petition.after(&event.happening, event.on);
        let sender = if petition.is_sealed() { facts.petitioner.take() } else { None };
        let is_corrected = petition.is_sealed() && writes_sender;
        petition.facts = facts;
        petition.due_on = due(&petition);
        self.seal(&mut petition, None)?;
        if petition.is_sealed() {
            self.keep_sealed(&petition, &mut event, (sender, is_corrected))?;
        }
        self.put_event(id, petition.revision, &event)?;
        self.body.insert(id.key(), encode(&BodyV1::of(&petition))?.as_slice())?;
        self.put_keys(&petition, Some(old))?;
        self.has_grown(id, petition.revision, std::slice::from_ref(&event))?;
        Ok(petition)
    }

    /// Writes that a step was put right, and what the history leads to from then on.
    pub fn correct_step(
        &mut self,
        petition: Petition,
        event: &Event,
        due: Reckoning<'_>,
    ) -> Result<Petition, StoreError> {
        let (old, id) = (keys_of(&petition), petition.id);
        let mut history = self.history(id)?;
        history.push(event.clone());
        let mut petition = petition.with(Handling::of(&history));
        petition.due_on = due(&petition);
        self.put_event(id, petition.revision, event)?;
        self.put_keys(&petition, Some(old))?;
        self.has_grown(id, petition.revision, std::slice::from_ref(event))?;
        Ok(petition)
    }

    /// Reckons the due date of a petition anew, after the law has changed: the day before and after; `None` where it stays.
    pub fn reckon(
        &mut self,
        id: PetitionId,
        due: Reckoning<'_>,
    ) -> Result<Option<MovedDue>, StoreError> {
        let Some(mut petition) = self.petition(id)? else { return Ok(None) };
        let (old, new) = (petition.due_on, due(&petition));
        if old == new {
            return Ok(None);
        }
        let keys = keys_of(&petition);
        petition.due_on = new;
        self.put_keys(&petition, Some(keys))?;
        Ok(Some((old, new)))
    }

    /// Takes a petition out with all that belongs to it; its number stays used.
    pub(super) fn remove(&mut self, petition: &Petition) -> Result<(), StoreError> {
        let key = petition.id.key();
        let keys = keys_of(petition);
        self.row.remove((keys.row.received.number(), key))?;
        for (column, text) in &keys.by_text {
            self.by_text.remove((*column, text.as_slice(), key))?;
        }
        self.head.remove(key)?;
        self.body.remove(key)?;
        self.way.remove(key)?;
        self.remove_sealed(petition.id)?;
        for event in (1..).zip(self.history(petition.id)?) {
            self.remove_event(petition.id, event.0, &event.1)?;
        }
        self.changed.push(key);
        self.column_changes.push(ColumnChange::Remove(petition.id));
        Ok(())
    }

    /// The petition as this transaction sees it.
    pub fn petition(&self, id: PetitionId) -> Result<Option<Petition>, StoreError> {
        load((&self.head, &self.body, &self.way), id)
    }

    /// History of a petition as this transaction sees it, oldest first.
    pub fn history(&self, id: PetitionId) -> Result<Vec<Event>, StoreError> {
        load_history(&self.event, id)
    }

    /// The petition that a one-time form key has already made.
    pub fn made_by_form(&self, form_key: u128) -> Result<Option<PetitionId>, StoreError> {
        Ok(self.form_key.get(form_key)?.and_then(|key| PetitionId::from_key(key.value())))
    }

    /// Remembers that a form made this petition.
    pub fn remember_form(&mut self, form_key: u128, id: PetitionId) -> Result<(), StoreError> {
        self.form_key.insert(form_key, id.key())?;
        Ok(())
    }

    pub(super) fn put_event(
        &mut self,
        id: PetitionId,
        number: u32,
        event: &Event,
    ) -> Result<(), StoreError> {
        self.event.insert((id.key(), number), encode(&EventV1::from(event))?.as_slice())?;
        if let Some(at) = opened_at(event) {
            self.identity_opening.insert((at, id.key(), number), ())?;
        }
        Ok(())
    }

    fn remove_event(
        &mut self,
        id: PetitionId,
        number: u32,
        event: &Event,
    ) -> Result<(), StoreError> {
        self.event.remove((id.key(), number))?;
        if let Some(at) = opened_at(event) {
            self.identity_opening.remove((at, id.key(), number))?;
        }
        Ok(())
    }

    /// Writes head, way and secondary keys in place of the old ones, and the marks for columns and index.
    fn put_keys(&mut self, petition: &Petition, old: Option<Keys>) -> Result<(), StoreError> {
        let key = petition.id.key();
        let new = keys_of(petition);
        if let Some(old) = old {
            self.row.remove((old.row.received.number(), key))?;
            for (column, text) in old.by_text.iter().filter(|text| !new.by_text.contains(text)) {
                self.by_text.remove((*column, text.as_slice(), key))?;
            }
        }
        self.head.insert(key, encode(&HeadV1::of(petition))?.as_slice())?;
        self.way.insert(key, encode(&WayV1::of(petition))?.as_slice())?;
        self.row.insert((new.row.received.number(), key), new.row.to_bytes().as_slice())?;
        for (column, text) in &new.by_text {
            self.by_text.insert((*column, text.as_slice(), key), ())?;
        }
        self.changed.push(key);
        self.column_changes.push(ColumnChange::Put(petition.id, new.row));
        Ok(())
    }
}

impl Snapshot {
    /// A petition.
    pub fn petition(&self, id: PetitionId) -> Result<Option<Petition>, StoreError> {
        let head = self.txn.open_table(tables::PETITION_HEAD)?;
        let body = self.txn.open_table(tables::PETITION_BODY)?;
        let way = self.txn.open_table(tables::PETITION_WAY)?;
        load((&head, &body, &way), id)
    }

    /// Rows of a list, in the order asked for; a number that is gone is left out.
    pub fn list_rows(&self, ids: &[PetitionId]) -> Result<Vec<ListRow>, StoreError> {
        let table = self.txn.open_table(tables::PETITION_HEAD)?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            if let Some(bytes) = table.get(id.key())? {
                rows.push(list_row(*id, decode(&id, bytes.value())?));
            }
        }
        Ok(rows)
    }

    /// Contents of petitions, in the order asked for, as highlights are made of them; empty where one is gone.
    pub fn contents(&self, ids: &[PetitionId]) -> Result<Vec<String>, StoreError> {
        let table = self.txn.open_table(tables::PETITION_BODY)?;
        let content = |id: &PetitionId| match table.get(id.key())? {
            Some(bytes) => leading_text::<BodyV1>(id, bytes.value()),
            None => Ok(String::new()),
        };
        ids.iter().map(content).collect()
    }

    /// History of a petition, oldest first.
    pub fn history(&self, id: PetitionId) -> Result<Vec<Event>, StoreError> {
        load_history(&self.txn.open_table(tables::PETITION_EVENT)?, id)
    }

    /// Identities that were opened since, the latest first: petition and number of the event.
    pub fn openings_since(
        &self,
        since: DateTime<FixedOffset>,
    ) -> Result<Vec<(PetitionId, u32)>, StoreError> {
        let table = self.txn.open_table(tables::IDENTITY_OPENING)?;
        let mut openings = Vec::new();
        for entry in table.range((sort_key(since), 0, 0)..)?.rev() {
            let (_, id, number) = entry?.0.value();
            openings.extend(PetitionId::from_key(id).map(|id| (id, number)));
        }
        Ok(openings)
    }

    /// Numbers of all petitions, in order.
    pub fn petition_ids(&self) -> Result<Vec<PetitionId>, StoreError> {
        let table = self.txn.open_table(tables::PETITION_HEAD)?;
        let mut ids = Vec::new();
        for row in table.iter()? {
            ids.extend(PetitionId::from_key(row?.0.value()));
        }
        Ok(ids)
    }

    /// Petitions in the order of a text column that pass `keep`, after `after`, at most `limit`.
    pub fn in_text_order(
        &self,
        order: TextOrder,
        after: Option<PetitionId>,
        limit: usize,
        keep: impl Fn(PetitionId) -> bool,
    ) -> Result<Vec<PetitionId>, StoreError> {
        let table = self.txn.open_table(tables::PETITION_BY_TEXT)?;
        let column = order.column.index();
        let cursor = match after {
            Some(id) => self.text_key_of(order.column, id)?.map(|key| (key, id.key())),
            None => None,
        };
        let (least, greatest) = ((column, &[][..], 0), (column + 1, &[][..], 0));
        let mut ids = Vec::with_capacity(limit);
        let mut take = |entry: Result<(redb::AccessGuard<'_, _>, _), redb::StorageError>| {
            let (key, _): (redb::AccessGuard<'_, (u8, &'static [u8], u64)>, _) = entry?;
            let found = PetitionId::from_key(key.value().2).filter(|id| keep(*id));
            ids.extend(found);
            Ok::<bool, StoreError>(ids.len() < limit)
        };
        if order.is_descending {
            let end = cursor.as_ref().map_or(greatest, |(key, id)| (column, key.as_slice(), *id));
            for entry in table.range(least..end)?.rev() {
                if !take(entry)? {
                    break;
                }
            }
        } else {
            let start =
                cursor.as_ref().map_or(least, |(key, id)| (column, key.as_slice(), *id + 1));
            for entry in table.range(start..greatest)? {
                if !take(entry)? {
                    break;
                }
            }
        }
        Ok(ids)
    }

    /// Sort key of a petition in a text column.
    fn text_key_of(
        &self,
        column: SortColumn,
        id: PetitionId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.list_rows(&[id])?.first().map(|row| text_key(row, column)))
    }

    pub(super) fn load_columns(&self) -> Result<Columns, StoreError> {
        let mut columns = Columns::default();
        let table = self.txn.open_table(tables::PETITION_ROW)?;
        for entry in table.iter()? {
            let (key, bytes) = entry?;
            let (day, id) = key.value();
            let parts = PetitionId::from_key(id).zip(Row::from_bytes(day, bytes.value()));
            let (id, row) = parts.ok_or_else(|| StoreError::Corrupt {
                table: "petition_row",
                key: format!("{day}/{id}"),
                detail: "not a row".into(),
            })?;
            columns.put(id, row);
        }
        Ok(columns)
    }
}

/// Order of a text column.
#[derive(Debug, Clone, Copy)]
pub struct TextOrder {
    /// [`SortColumn::Sender`] or [`SortColumn::Content`].
    pub column: SortColumn,
    /// Greatest first.
    pub is_descending: bool,
}

/// The petition of its three records.
fn load<T: ReadableTable<u64, &'static [u8]>>(
    (head, body, way): (&T, &T, &T),
    id: PetitionId,
) -> Result<Option<Petition>, StoreError> {
    let Some(head) = head.get(id.key())? else { return Ok(None) };
    let missing =
        |table| StoreError::Corrupt { table, key: id.to_string(), detail: "missing".into() };
    let body = body.get(id.key())?.ok_or_else(|| missing("petition_body"))?;
    let way = way.get(id.key())?.ok_or_else(|| missing("petition_way"))?;
    let (head, body, way) =
        (decode(&id, head.value())?, decode(&id, body.value())?, decode(&id, way.value())?);
    Ok(Some(petition(id, head, body, way)))
}

fn load_history(
    table: &impl ReadableTable<(u64, u32), &'static [u8]>,
    id: PetitionId,
) -> Result<Vec<Event>, StoreError> {
    let mut events = Vec::new();
    for row in table.range((id.key(), 0)..=(id.key(), u32::MAX))? {
        let (key, bytes) = row?;
        let event: EventV1 = decode(&format!("{id} #{}", key.value().1), bytes.value())?;
        events.push(event.into());
    }
    Ok(events)
}

/// When a sealed identity was opened, as its table sorts it; `None` for any other event.
pub(super) fn opened_at(event: &Event) -> Option<u64> {
    let is_opening = matches!(event.happening, Happening::IdentityOpened { .. });
    is_opening.then(|| sort_key(event.entered_at))
}

fn sort_key(at: DateTime<FixedOffset>) -> u64 {
    u64::try_from(moment::millis(at)).unwrap_or_default()
}

fn list_row(id: PetitionId, head: HeadV1) -> ListRow {
    ListRow {
        id,
        kind: head.kind,
        stage: head.stage,
        received_on: day::date(head.received),
        due_on: head.due.map(day::date),
        sender: match head.sender {
            SenderV1::Anonymous => ListSender::Anonymous,
            SenderV1::Named(name) => ListSender::Named(name),
            SenderV1::Sealed(number) => ListSender::Sealed(number),
        },
        ward: head.ward,
        group_size: head.group_size,
        summary: head.summary,
        field: head.field,
        assignment: head.assignment.map(Into::into),
        outcome: head.outcome.map(Into::into),
    }
}

/// The year of the book: that of the day of receipt.
fn year_of(facts: &Facts) -> Result<u16, StoreError> {
    use chrono::Datelike;
    u16::try_from(facts.received_on.year()).map_err(|_| StoreError::Corrupt {
        table: "petition_head",
        key: "(new)".into(),
        detail: format!("year of {} is out of range", facts.received_on),
    })
}
