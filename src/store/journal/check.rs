//! The proof of the journal: the chain itself, its head, and every history against what was told of it.
//!
//! Reads the journal once and every event once. Called by `store::verify` only.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use redb::ReadableTable;

use super::{event_bytes, numbered, parts};
use crate::domain::event::Event;
use crate::domain::id::{BatchId, PetitionId};
use crate::domain::journal::link::{self, Digest, Head, Histories};
use crate::domain::journal::{Act, Growth, LedgerAct, StepKind, Stretches};
use crate::store::codec::decode;
use crate::store::error::StoreError;
use crate::store::record::EventV1;
use crate::store::{Snapshot, tables};

/// What the journal says, gathered in one reading.
#[derive(Default)]
struct Told {
    began: Option<(u64, u64)>,
    growths: BTreeMap<u64, Growths>,
    together: Vec<(Option<BatchId>, Stretches)>,
    /// Petitions that corrected rows became.
    of_rows: Vec<(BatchId, PetitionId)>,
    undone: HashSet<BatchId>,
}

/// What was told of one petition, entry by entry.
struct Growths {
    /// Number of the first event that was told by itself.
    first: u32,
    kinds: Vec<StepKind>,
    /// As the last entry has it.
    history: Digest,
    /// Whether an entry does not follow the one before it.
    has_gap: bool,
}

/// Faults of the journal and of histories that it does not tell of, a line each; gives how many entries there are.
pub(in crate::store) fn check(
    snapshot: &Snapshot,
    faults: &mut Vec<String>,
) -> Result<u64, StoreError> {
    let mut told = Told::default();
    let entries = check_chain(snapshot, &mut told, faults)?;
    if entries > 0 {
        told.compare(snapshot, faults)?;
    }
    Ok(entries)
}

/// Follows the chain from its origin to its head; of what breaks it only the first place is named.
fn check_chain(
    snapshot: &Snapshot,
    told: &mut Told,
    faults: &mut Vec<String>,
) -> Result<u64, StoreError> {
    let head = snapshot
        .journal_head()?
        .unwrap_or(Head { number: 0, link: link::origin(&snapshot.store_id()?) });
    let Some(table) = snapshot.journal_table()? else { return Ok(0) };
    let (mut last, mut day) = (Head { number: 0, link: link::origin(&snapshot.store_id()?) }, None);
    let mut is_broken = false;
    for row in table.iter()? {
        let (number, value) = row?;
        let (number, value) = (number.value(), value.value());
        let (stored, record) = parts(number, value)?;
        let read = numbered(number, value);
        let on = read.as_ref().ok().map(|read| read.entry.at.date_naive()).or(day);
        let fits = stored == link::link(last.link, record);
        if !is_broken && (number != last.number + 1 || !fits) {
            is_broken = true;
            faults.push(broken(last.number + 1, number, on));
        }
        (last, day) = (Head { number, link: stored }, on);
        match read {
            Ok(read) => told.take(read.entry.act),
            Err(error) => faults.push(error.to_string()),
        }
    }
    if last != head {
        let (expected, number, day) = (head.number, last.number, day_of(day));
        faults.push(format!(
            "journal: ends with entry {number} of {day}, the head is entry {expected}"
        ));
    }
    Ok(last.number)
}

fn broken(expected: u64, found: u64, on: Option<NaiveDate>) -> String {
    let day = day_of(on);
    if found == expected {
        format!("journal: the chain breaks at entry {found} of {day}")
    } else {
        format!("journal: entry {expected} is missing, before entry {found} of {day}")
    }
}

fn day_of(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "?".to_owned(), |day| day.to_string())
}

impl Told {
    fn take(&mut self, act: Act) {
        match act {
            Act::Began { petitions, events } => self.began = Some((petitions, events)),
            Act::Petition(growth) => self.grow(growth),
            Act::Practice(petitions) => self.together.push((None, petitions)),
            Act::Ledger(LedgerAct::TakenIn { batch, petitions, .. }) => {
                self.together.push((Some(batch), petitions));
            }
            Act::Ledger(LedgerAct::Undone { batch, .. }) => {
                self.undone.insert(batch);
            }
            Act::Ledger(LedgerAct::RowCorrected { batch, petition, .. }) => {
                self.of_rows.extend(petition.map(|petition| (batch, petition)));
            }
            Act::Ledger(
                LedgerAct::Begun { .. } | LedgerAct::Ended { .. } | LedgerAct::RowDropped { .. },
            )
            | Act::SignedIn
            | Act::SignedOut
            | Act::SignInRefused { .. }
            | Act::Refused { .. }
            | Act::Account { .. }
            | Act::Unit { .. }
            | Act::Law { .. }
            | Act::ShippedLaw { .. }
            | Act::OfficeSetUp
            | Act::CodesRequired(_)
            | Act::SealKey(_)
            | Act::Export(_) => {}
        }
    }

    fn grow(&mut self, growth: Growth) {
        let told = self.growths.entry(growth.id.key()).or_insert_with(|| Growths {
            first: growth.first,
            kinds: Vec::new(),
            history: growth.history,
            has_gap: false,
        });
        told.has_gap |= growth.first != told.next();
        told.kinds.extend(growth.kinds);
        told.history = growth.history;
    }

    /// Compares every history with what was told of it.
    fn compare(&self, snapshot: &Snapshot, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let events = snapshot.txn.open_table(tables::PETITION_EVENT)?;
        let together: HashSet<PetitionId> =
            self.together.iter().flat_map(|(_, petitions)| petitions.ids()).collect();
        let (mut before, mut there) = ((0, 0), HashSet::new());
        for id in snapshot.petition_ids()? {
            there.insert(id);
            let history = event_bytes(&events, id, u32::MAX)?;
            let told = self.growths.get(&id.key());
            faults.extend(told.and_then(|told| told.fault(id, &history)));
            let untold = told.map_or(history.len(), |told| told.first.saturating_sub(1) as usize);
            if untold > 0 && !together.contains(&id) {
                before = (before.0 + 1, before.1 + untold as u64);
            }
        }
        if self.began.is_some_and(|began| began != before) {
            let (petitions, events) = before;
            faults
                .push(format!("journal: {events} events of {petitions} petitions were never told"));
        }
        for (batch, petitions) in &self.together {
            if !batch.is_some_and(|batch| self.undone.contains(&batch)) {
                faults.extend(self.fault_of(petitions, &events)?);
            }
        }
        let undone = |id: PetitionId| {
            self.of_rows.iter().any(|(batch, row)| *row == id && self.undone.contains(batch))
        };
        let told = self.growths.keys().filter_map(|key| PetitionId::from_key(*key));
        let gone = told.filter(|id| !there.contains(id) && !together.contains(id) && !undone(*id));
        faults.extend(gone.map(|id| format!("{id}: the journal tells of it, and it is gone")));
        Ok(())
    }

    /// What is wrong with petitions that were entered together: their histories as they were then.
    fn fault_of(
        &self,
        petitions: &Stretches,
        events: &impl ReadableTable<(u64, u32), &'static [u8]>,
    ) -> Result<Option<String>, StoreError> {
        let mut histories = Histories::default();
        for id in petitions.ids() {
            let told = self.growths.get(&id.key());
            let then = told.map_or(u32::MAX, |told| told.first.saturating_sub(1));
            histories.add(id.key(), &event_bytes(events, id, then)?);
        }
        let first = petitions.ids().next().filter(|_| histories.finish() != petitions.histories);
        Ok(first.map(|id| {
            let count = petitions.count();
            format!(
                "{id} or one of the {count} entered with it: not the history that the journal tells"
            )
        }))
    }
}

impl Growths {
    /// Number of the event that the next entry has to begin with.
    fn next(&self) -> u32 {
        self.first + u32::try_from(self.kinds.len()).unwrap_or(u32::MAX)
    }

    fn fault(&self, id: PetitionId, history: &[Vec<u8>]) -> Option<String> {
        if self.has_gap || self.next() as usize != history.len() + 1 {
            return Some(format!("{id}: an event has no entry in the journal"));
        }
        let told = history.iter().skip(self.first.saturating_sub(1) as usize);
        let kinds = told.map(|bytes| {
            let event: Event = decode::<EventV1>(&id, bytes).ok()?.into();
            Some(StepKind::of(&event.happening))
        });
        let mut histories = Histories::default();
        histories.add(id.key(), history);
        let is_told =
            kinds.eq(self.kinds.iter().copied().map(Some)) && histories.finish() == self.history;
        (!is_told).then(|| format!("{id}: not the history that the journal tells"))
    }
}
