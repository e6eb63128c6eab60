//! Recomputes what can be recomputed and compares: histories, keys, columns; reads everything else once.
//!
//! Goes on past a bad record and lists it. Called by `verify` on the console.

use std::sync::PoisonError;

use redb::ReadableTableMetadata;

use super::error::StoreError;
use super::petition::{Reckoning, keys_of, opened_at};
use super::{Snapshot, Store, journal, tables};
use crate::domain::correction;
use crate::domain::event::Handling;
use crate::domain::id::PetitionId;
use crate::domain::own_law::RowChange;
use crate::domain::rulebook::Rule;

/// What a check of the whole store found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Petitions read.
    pub petitions: u64,
    /// Events folded.
    pub events: u64,
    /// Entries of the journal.
    pub entries: u64,
    /// Everything that is not as it must be, a line each, with ids only.
    pub faults: Vec<String>,
}

impl Store {
    /// Checks every petition, that every other record can be read, and that the journal is whole.
    ///
    /// # Errors
    /// Only when the store can't be read at all; a bad record is a finding.
    pub fn verify(&self, due: Reckoning<'_>) -> Result<Findings, StoreError> {
        let mut findings = Findings::default();
        let snapshot = {
            // No commit between the two: the columns follow it only after the snapshot could have seen it.
            let (columns, snapshot) = {
                let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
                (self.columns(), self.read()?)
            };
            if snapshot.load_columns()?.ne(&columns) {
                findings.faults.push("columns in memory differ from petition_row".into());
            }
            snapshot
        };
        for id in snapshot.petition_ids()? {
            findings.petitions += 1;
            match snapshot.check(id, due) {
                Ok(events) => findings.events += events,
                Err(Check::Fault(fault)) => findings.faults.push(format!("{id}: {fault}")),
                Err(Check::Store(error)) => findings.faults.push(format!("{id}: {error}")),
            }
        }
        snapshot.check_totals(&mut findings)?;
        let units = snapshot.each_unit()?.into_iter().filter_map(Result::err);
        findings.faults.extend(units.map(|error| error.to_string()));
        snapshot.check_accounts(&mut findings.faults)?;
        snapshot.check_imports(&mut findings.faults)?;
        snapshot.check_seals(&mut findings.faults)?;
        snapshot.check_law(&mut findings.faults)?;
        findings.entries = journal::check(&snapshot, &mut findings.faults)?;
        Ok(findings)
    }
}

enum Check {
    Fault(String),
    Store(StoreError),
}

impl<E: Into<StoreError>> From<E> for Check {
    fn from(error: E) -> Self {
        Self::Store(error.into())
    }
}

impl Snapshot {
    /// One petition: its history leads to its state, and its keys are where they belong. Gives the number of events.
    fn check(&self, id: PetitionId, due: Reckoning<'_>) -> Result<u64, Check> {
        let petition =
            self.petition(id)?.ok_or_else(|| Check::Fault("head without petition".into()))?;
        let history = self.history(id)?;
        if Handling::of(&history) != petition.handling() {
            return Err(Check::Fault("history does not lead to the stored state".into()));
        }
        if let Some(field) = correction::fault(&petition, &history) {
            let code = field.code();
            return Err(Check::Fault(format!("corrections do not lead to the record: {code}")));
        }
        if petition.is_sealed() && correction::tells_too_much(&history) {
            return Err(Check::Fault("the history tells what is under seal".into()));
        }
        // What ended keeps the day by which it was judged, whatever becomes of the law.
        if petition.stage().is_open() && petition.due_on != due(&petition) {
            return Err(Check::Fault("the stored due date is not the one of the law".into()));
        }
        let keys = keys_of(&petition);
        let row = self.txn.open_table(tables::PETITION_ROW)?;
        let stored = row.get((keys.row.received.number(), id.key()))?;
        if stored.is_none_or(|bytes| bytes.value() != keys.row.to_bytes()) {
            return Err(Check::Fault("petition_row differs from the record".into()));
        }
        let by_text = self.txn.open_table(tables::PETITION_BY_TEXT)?;
        for (column, text) in &keys.by_text {
            if by_text.get((*column, text.as_slice(), id.key()))?.is_none() {
                return Err(Check::Fault("petition_by_text lacks its key".into()));
            }
        }
        if let Some(fault) = self.check_seal(&petition)? {
            return Err(Check::Fault(fault.into()));
        }
        let openings = self.txn.open_table(tables::IDENTITY_OPENING)?;
        for (number, event) in (1..).zip(&history) {
            if let Some(at) = opened_at(event)
                && openings.get((at, id.key(), number))?.is_none()
            {
                return Err(Check::Fault("identity_opening lacks an opening".into()));
            }
        }
        Ok(history.len() as u64)
    }

    /// Every own row of the law can be read and has the record of its change; no record is missing.
    fn check_law(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let own = self.own_law()?;
        faults.extend(own.unreadable.iter().map(ToString::to_string));
        let own = own.law;
        let mut changes = Vec::new();
        for change in self.each_law_change()? {
            match change {
                Ok(change) => changes.push(change),
                Err(error) => faults.push(error.to_string()),
            }
        }
        if !changes.iter().map(|change| change.number).eq(1..=own.revision) {
            faults.push("law_change: a number is missing".into());
        }
        let told = || changes.iter().flat_map(|change| &change.rows);
        let names = |rule: &Option<Rule>, id: &str| rule.as_ref().is_some_and(|rule| rule.id == id);
        for id in own.rules.keys() {
            let is_told = told().any(|row| match row {
                RowChange::Rule(change) => names(&change.old, id) || names(&change.new, id),
                RowChange::Day(_) | RowChange::InternalDays { .. } => false,
            });
            if !is_told {
                faults.push(format!("own_rule {id}: no change tells of it"));
            }
        }
        for (key, day) in &own.days {
            let is_told = told().any(|row| match row {
                RowChange::Rule(_) | RowChange::InternalDays { .. } => false,
                RowChange::Day(change) => [&change.old, &change.new].contains(&&Some(day.clone())),
            });
            if !is_told {
                faults.push(format!("own_day {key:?}: no change tells of it"));
            }
        }
        Ok(())
    }

    /// No table holds more rows than the petitions account for.
    fn check_totals(&self, findings: &mut Findings) -> Result<(), StoreError> {
        let expected = [
            (
                "petition_body",
                self.txn.open_table(tables::PETITION_BODY)?.len()?,
                findings.petitions,
            ),
            ("petition_way", self.txn.open_table(tables::PETITION_WAY)?.len()?, findings.petitions),
            ("petition_row", self.txn.open_table(tables::PETITION_ROW)?.len()?, findings.petitions),
            (
                "petition_by_text",
                self.txn.open_table(tables::PETITION_BY_TEXT)?.len()?,
                2 * findings.petitions,
            ),
            (
                "petition_event",
                self.txn.open_table(tables::PETITION_EVENT)?.len()?,
                findings.events,
            ),
        ];
        for (table, found, expected) in expected {
            if found != expected {
                findings.faults.push(format!("{table}: {found} rows, {expected} expected"));
            }
        }
        Ok(())
    }
}
