//! Units and their changes: the unit as it is now, and one row for each change that led to it.
//!
//! A change is written in the same transaction as the unit that it leads to, and never again but for the mark that all
//! petitions have followed. Called by `app::settings` and `app::units`.

use std::collections::BTreeMap;

use redb::{ReadableTable, ReadableTableMetadata};
use serde::{Deserialize, Serialize};

use super::codec::{day, decode, encode, moment, stored};
use super::counter::Series;
use super::error::StoreError;
use super::{Snapshot, Tx, tables};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::organisation::{Alteration, Change, Unit, UnitKind};
use crate::domain::petition::DocumentMention;

#[derive(Serialize, Deserialize)]
struct UnitV1 {
    name: String,
    short_name: String,
    aliases: Vec<String>,
    kind: UnitKind,
    is_remote: bool,
    valid_from: Option<i32>,
    valid_to: Option<i32>,
}

#[derive(Serialize, Deserialize)]
struct UnitChangeV1 {
    unit: u16,
    what: Alteration,
    on: i32,
    document: DocumentMention,
    reason: String,
    entered_at: i64,
    by: Option<u32>,
    is_carried_out: bool,
}

stored!(
    UnitV1 in "unit", version 1;
    UnitChangeV1 in "unit_change", version 1;
);

impl Tx<'_> {
    /// Takes the next unit number.
    pub fn next_unit(&mut self) -> Result<UnitId, StoreError> {
        self.next(Series::Unit).map(UnitId)
    }

    /// Writes a unit, new or changed, without its changes.
    pub fn put_unit(&mut self, unit: &Unit) -> Result<(), StoreError> {
        let record = UnitV1 {
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            aliases: unit.aliases.clone(),
            kind: unit.kind,
            is_remote: unit.is_remote,
            valid_from: unit.valid_from.map(day::number),
            valid_to: unit.valid_to.map(day::number),
        };
        self.unit.insert(unit.id.0, encode(&record)?.as_slice())?;
        Ok(())
    }

    /// Writes a unit with the change that led to it, which is the last of its changes.
    pub fn put_changed_unit(&mut self, unit: &Unit) -> Result<(), StoreError> {
        self.put_unit(unit)?;
        let Some(change) = unit.changes.last() else { return Ok(()) };
        let number: u32 = self.next(Series::UnitChange)?;
        let record = UnitChangeV1 {
            unit: unit.id.0,
            what: change.what.clone(),
            on: day::number(change.on),
            document: change.document.clone(),
            reason: change.reason.clone(),
            entered_at: moment::millis(change.entered_at),
            by: change.by.map(|account| account.0),
            is_carried_out: change.is_carried_out,
        };
        self.unit_change.insert(number, encode(&record)?.as_slice())?;
        Ok(())
    }

    /// Marks every change of a unit as carried out: no petition is left that has to follow.
    pub fn set_carried_out(&mut self, unit: UnitId) -> Result<(), StoreError> {
        let mut open = Vec::new();
        for entry in self.unit_change.iter()? {
            let (number, bytes) = entry?;
            let record: UnitChangeV1 = decode(&number.value(), bytes.value())?;
            if record.unit == unit.0 && !record.is_carried_out {
                open.push((number.value(), UnitChangeV1 { is_carried_out: true, ..record }));
            }
        }
        for (number, record) in open {
            self.unit_change.insert(number, encode(&record)?.as_slice())?;
        }
        Ok(())
    }

    /// Whether there is any unit.
    pub fn has_units(&self) -> Result<bool, StoreError> {
        Ok(!self.unit.is_empty()?)
    }

    /// All units as this transaction sees them.
    pub fn units(&self) -> Result<Vec<Unit>, StoreError> {
        each_unit(&self.unit, each_change(&self.unit_change)?)?.into_iter().collect()
    }
}

impl Snapshot {
    /// All units with their changes, in the order of their numbers, each read or not for itself; after them the changes
    /// that can't be read, without which their units are told as far as is known.
    pub fn each_unit(&self) -> Result<Vec<Result<Unit, StoreError>>, StoreError> {
        let changes = match self.txn.open_table(tables::UNIT_CHANGE) {
            Ok(table) => each_change(&table)?,
            // A folder of before has it from its next write on.
            Err(redb::TableError::TableDoesNotExist(_)) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        each_unit(&self.txn.open_table(tables::UNIT)?, changes)
    }
}

type EachChange = Vec<Result<(u16, Change), StoreError>>;

fn each_change(table: &impl ReadableTable<u32, &'static [u8]>) -> Result<EachChange, StoreError> {
    let mut changes = Vec::new();
    for entry in table.iter()? {
        let (number, bytes) = entry?;
        let record = decode::<UnitChangeV1>(&number.value(), bytes.value());
        changes.push(record.map(|record| {
            let change = Change {
                what: record.what,
                on: day::date(record.on),
                document: record.document,
                reason: record.reason,
                entered_at: moment::instant(record.entered_at),
                by: record.by.map(AccountId),
                is_carried_out: record.is_carried_out,
            };
            (record.unit, change)
        }));
    }
    Ok(changes)
}

fn each_unit(
    table: &impl ReadableTable<u16, &'static [u8]>,
    changes: EachChange,
) -> Result<Vec<Result<Unit, StoreError>>, StoreError> {
    let mut by_unit: BTreeMap<u16, Vec<Change>> = BTreeMap::new();
    let mut unreadable = Vec::new();
    for change in changes {
        match change {
            Ok((unit, change)) => by_unit.entry(unit).or_default().push(change),
            Err(error) => unreadable.push(Err(error)),
        }
    }
    let mut units = Vec::new();
    for entry in table.iter()? {
        let (id, bytes) = entry?;
        let record = decode::<UnitV1>(&id.value(), bytes.value());
        units.push(record.map(|record| Unit {
            id: UnitId(id.value()),
            name: record.name,
            short_name: record.short_name,
            aliases: record.aliases,
            kind: record.kind,
            is_remote: record.is_remote,
            valid_from: record.valid_from.map(day::date),
            valid_to: record.valid_to.map(day::date),
            changes: by_unit.remove(&id.value()).unwrap_or_default(),
        }));
    }
    units.extend(unreadable);
    Ok(units)
}
