//! The journal: entries in a hash chain, written in the transaction of what they tell of.
//!
//! A value is the entry's link (32 bytes) and its record; `meta` holds the head as well, so that a tail that is cut off is
//! missed. What happens to petitions is told by the transaction itself (`Tx::tell`): no use case can forget it. All else is
//! told by [`Tx::journal`]. `journal::check` proves it all; called by `app`.

mod check;

use chrono::{DateTime, FixedOffset};
use redb::{ReadableTable, ReadableTableMetadata};
use serde::{Deserialize, Serialize};

use super::codec::{decode, encode, moment, stored};
use super::error::StoreError;
use super::{Snapshot, Tx, meta, tables};
use crate::domain::event::Event;
use crate::domain::id::{BatchId, PetitionId};
use crate::domain::journal::link::{self, Digest, Head, Histories};
use crate::domain::journal::{
    Act, ClientPlace, Entry, Growth, LedgerAct, Numbered, StepKind, Stretch, Stretches, Who,
};

pub(super) use check::check;

const HEAD: &str = "journal_head";
/// Bytes of a link before an entry's record.
const LINK_BYTES: usize = 32;

#[derive(Serialize, Deserialize)]
struct EntryV1 {
    at: i64,
    who: Who,
    from: Option<ClientPlace>,
    act: Act,
    reason: Option<String>,
}

stored!(EntryV1 in "journal", version 1);

/// What a transaction has done with petitions and not yet told.
#[derive(Default)]
pub(super) struct Untold {
    from: Option<ClientPlace>,
    grown: Vec<Grown>,
    bulk: Option<Bulk>,
}

struct Grown {
    id: PetitionId,
    first: u32,
    kinds: Vec<StepKind>,
    at: DateTime<FixedOffset>,
    who: Who,
}

/// Petitions that one entry tells of together.
struct Bulk {
    purpose: Together,
    at: DateTime<FixedOffset>,
    who: Who,
    petitions: Vec<Stretch>,
    histories: Histories,
    events: u64,
    held: u32,
}

/// Why petitions are entered together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// Rows of a past ledger.
    Ledger(BatchId),
    /// Petitions of the practice office.
    Practice,
}

impl Tx<'_> {
    /// From where this transaction's changes of petitions come.
    pub fn comes_from(&mut self, place: Option<ClientPlace>) {
        self.untold.from = place;
    }

    /// Lets one entry tell of all petitions that this transaction registers, instead of one each.
    pub fn enter_together(&mut self, purpose: Together, at: DateTime<FixedOffset>, who: Who) {
        self.untold.bulk = Some(Bulk {
            purpose,
            at,
            who,
            petitions: Vec::new(),
            histories: Histories::default(),
            events: 0,
            held: 0,
        });
    }

    /// Writes an entry of the journal.
    pub fn journal(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let mut head = self.journal_head()?;
        if head.number == 0 {
            let began = self.what_was_there()?;
            head = self.chain(head, &Entry::new(entry.at, Who::Console, None, began))?;
        }
        let head = self.chain(head, entry)?;
        let bytes = [&head.number.to_be_bytes()[..], head.link.as_bytes()].concat();
        self.meta.insert(HEAD, bytes.as_slice())?;
        Ok(())
    }

    /// The history of a petition grew by these events.
    pub(super) fn has_grown(
        &mut self,
        id: PetitionId,
        first: u32,
        events: &[Event],
    ) -> Result<(), StoreError> {
        let Some(event) = events.first() else { return Ok(()) };
        if first == 1 && self.untold.bulk.is_some() {
            let events = self.event_bytes(id, u32::MAX)?;
            if let Some(bulk) = &mut self.untold.bulk {
                bulk.add(id, &events);
            }
            return Ok(());
        }
        self.untold.grown.push(Grown {
            id,
            first,
            kinds: events.iter().map(|event| StepKind::of(&event.happening)).collect(),
            at: event.entered_at,
            who: event.by.map_or(Who::Console, Who::Account),
        });
        Ok(())
    }

    /// A row of a past ledger was put aside.
    pub(super) fn has_held_row(&mut self) {
        if let Some(bulk) = &mut self.untold.bulk {
            bulk.held += 1;
        }
    }

    /// Writes the entries of what happened to petitions: the end of every transaction.
    ///
    /// Last, because a history can be rewritten while it is put under seal.
    pub(super) fn tell(&mut self) -> Result<(), StoreError> {
        if self.untold.bulk.is_none() && self.untold.grown.is_empty() {
            return Ok(());
        }
        // Before anything is taken out of what is untold: the first entry of all counts without it.
        let mut entries = Vec::with_capacity(self.untold.grown.len() + 1);
        for grown in &self.untold.grown {
            let growth = Growth {
                id: grown.id,
                first: grown.first,
                kinds: grown.kinds.clone(),
                history: Digest::default(),
            };
            let mut histories = Histories::default();
            histories.add(grown.id.key(), &self.event_bytes(grown.id, growth.last())?);
            let act = Act::Petition(Growth { history: histories.finish(), ..growth });
            entries.push(Entry::new(grown.at, grown.who, self.untold.from.clone(), act));
        }
        if let Some(bulk) = &self.untold.bulk {
            let act = bulk.act();
            let entry = |act| Entry::new(bulk.at, bulk.who, self.untold.from.clone(), act);
            entries.extend(act.map(entry));
        }
        entries.iter().try_for_each(|entry| self.journal(entry))
    }

    fn journal_head(&self) -> Result<Head, StoreError> {
        match self.meta.get(HEAD)? {
            Some(bytes) => head(bytes.value()),
            None => Ok(Head { number: 0, link: link::origin(&meta::store_id(&self.meta)?) }),
        }
    }

    /// The first entry: what was there before this transaction.
    fn what_was_there(&self) -> Result<Act, StoreError> {
        let bulk = self.untold.bulk.as_ref();
        let registered = self.untold.grown.iter().filter(|grown| grown.first == 1).count() as u64
            + bulk.map_or(0, Bulk::count);
        let events = self.untold.grown.iter().map(|grown| grown.kinds.len() as u64).sum::<u64>()
            + bulk.map_or(0, |bulk| bulk.events);
        Ok(Act::Began {
            petitions: self.head.len()?.saturating_sub(registered),
            events: self.event.len()?.saturating_sub(events),
        })
    }

    fn chain(&mut self, head: Head, entry: &Entry) -> Result<Head, StoreError> {
        let record = encode(&EntryV1 {
            at: moment::millis(entry.at),
            who: entry.who,
            from: entry.from.clone(),
            act: entry.act.clone(),
            reason: entry.reason.clone(),
        })?;
        let next = Head { number: head.number + 1, link: link::link(head.link, &record) };
        let value = [next.link.as_bytes(), record.as_slice()].concat();
        self.journal.insert(next.number, value.as_slice())?;
        Ok(next)
    }

    fn event_bytes(&self, id: PetitionId, last: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        event_bytes(&self.event, id, last)
    }
}

impl Bulk {
    fn add(&mut self, id: PetitionId, events: &[Vec<u8>]) {
        self.histories.add(id.key(), events);
        self.events += events.len() as u64;
        match self.petitions.last_mut() {
            Some(last) if last.year == id.year && last.last + 1 == id.serial => {
                last.last = id.serial;
            }
            Some(_) | None => {
                let stretch = Stretch { year: id.year, first: id.serial, last: id.serial };
                self.petitions.push(stretch);
            }
        }
    }

    fn count(&self) -> u64 {
        self.petitions.iter().map(|one| u64::from(one.last - one.first) + 1).sum()
    }

    /// What to tell; nothing where nothing came.
    fn act(&self) -> Option<Act> {
        if self.petitions.is_empty() && self.held == 0 {
            return None;
        }
        let petitions = Stretches {
            petitions: self.petitions.clone(),
            histories: self.histories.clone().finish(),
        };
        Some(match self.purpose {
            Together::Ledger(batch) => {
                Act::Ledger(LedgerAct::TakenIn { batch, petitions, held: self.held })
            }
            Together::Practice => Act::Practice(petitions),
        })
    }
}

impl Snapshot {
    /// The head of the chain; `None` before the first entry.
    pub fn journal_head(&self) -> Result<Option<Head>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let bytes = meta.get(HEAD)?;
        bytes.map(|bytes| head(bytes.value())).transpose()
    }

    /// Hands out entries, newest first from the number `from` on, until `keep_on` says no; one that can't be read ends it.
    pub fn journal_back(
        &self,
        from: u64,
        mut keep_on: impl FnMut(Numbered) -> bool,
    ) -> Result<(), StoreError> {
        let Some(table) = self.journal_table()? else { return Ok(()) };
        for row in table.range(..=from)?.rev() {
            let (number, value) = row?;
            if !keep_on(numbered(number.value(), value.value())?) {
                break;
            }
        }
        Ok(())
    }

    /// One entry.
    pub fn journal_entry(&self, number: u64) -> Result<Option<Numbered>, StoreError> {
        let Some(table) = self.journal_table()? else { return Ok(None) };
        let value = table.get(number)?;
        value.map(|value| numbered(number, value.value())).transpose()
    }

    /// Whether a head, once signed, is still a link of the chain.
    pub fn holds(&self, head: Head) -> Result<bool, StoreError> {
        let Some(table) = self.journal_table()? else { return Ok(false) };
        let Some(value) = table.get(head.number)? else { return Ok(false) };
        Ok(parts(head.number, value.value())?.0 == head.link)
    }

    fn journal_table(&self) -> Result<Option<redb::ReadOnlyTable<u64, &'static [u8]>>, StoreError> {
        match self.txn.open_table(tables::JOURNAL) {
            Ok(table) => Ok(Some(table)),
            // A folder of before has it from its next write on.
            Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

fn head(bytes: &[u8]) -> Result<Head, StoreError> {
    let read = bytes.split_at_checked(8).and_then(|(number, link)| {
        let number = u64::from_be_bytes(number.try_into().ok()?);
        Some(Head { number, link: Digest::from_bytes(link)? })
    });
    read.ok_or_else(|| StoreError::Corrupt {
        table: "meta",
        key: HEAD.into(),
        detail: "wrong length".into(),
    })
}

/// The link and the record of a value.
fn parts(number: u64, value: &[u8]) -> Result<(Digest, &[u8]), StoreError> {
    let read = value.split_at_checked(LINK_BYTES);
    let read = read.and_then(|(link, record)| Some((Digest::from_bytes(link)?, record)));
    read.ok_or_else(|| StoreError::Corrupt {
        table: "journal",
        key: number.to_string(),
        detail: "too short".into(),
    })
}

fn numbered(number: u64, value: &[u8]) -> Result<Numbered, StoreError> {
    let (link, record) = parts(number, value)?;
    let stored: EntryV1 = decode(&number, record)?;
    let entry = Entry {
        at: moment::instant(stored.at),
        who: stored.who,
        from: stored.from,
        act: stored.act,
        reason: stored.reason,
    };
    Ok(Numbered { number, entry, link })
}

/// Stored bytes of a petition's events up to one of them, oldest first.
fn event_bytes(
    table: &impl ReadableTable<(u64, u32), &'static [u8]>,
    id: PetitionId,
    last: u32,
) -> Result<Vec<Vec<u8>>, StoreError> {
    let rows = table.range((id.key(), 0)..=(id.key(), last))?;
    rows.map(|row| Ok(row?.1.value().to_vec())).collect()
}
