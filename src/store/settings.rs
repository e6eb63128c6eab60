//! Settings of the office: its name, the one-time key of the first start, and the units.

use redb::{ReadableTable, ReadableTableMetadata};
use serde::{Deserialize, Serialize};

use super::codec::{day, decode, encode, stored};
use super::counter::Series;
use super::error::StoreError;
use super::{Snapshot, Tx, tables};
use crate::domain::id::UnitId;
use crate::domain::organisation::{Unit, UnitKind};

const OFFICE_NAME: &str = "office_name";
const CITY: &str = "city";
const SETUP_KEY: &str = "setup_key";
const SHIPPED_LAW: &str = "shipped_law";

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

stored!(
    UnitV1 in "unit", version 1;
);

impl Tx<'_> {
    /// Sets the name of the office.
    pub fn set_office_name(&mut self, name: &str) -> Result<(), StoreError> {
        self.meta.insert(OFFICE_NAME, name.as_bytes())?;
        Ok(())
    }

    /// Sets the city that the office governs: people add it to the names of units.
    pub fn set_city(&mut self, city: &str) -> Result<(), StoreError> {
        self.meta.insert(CITY, city.as_bytes())?;
        Ok(())
    }

    /// Remembers by which shipped law the open due dates were reckoned, by its digest.
    pub fn set_shipped_law(&mut self, digest: &[u8]) -> Result<(), StoreError> {
        self.meta.insert(SHIPPED_LAW, digest)?;
        Ok(())
    }

    /// Sets the digest of the one-time key with which the first administrator is made; `None` uses it up.
    pub fn set_setup_key(&mut self, digest: Option<&[u8]>) -> Result<(), StoreError> {
        match digest {
            Some(digest) => self.meta.insert(SETUP_KEY, digest)?.map(drop),
            None => self.meta.remove(SETUP_KEY)?.map(drop),
        };
        Ok(())
    }

    /// Takes the next unit number.
    pub fn next_unit(&mut self) -> Result<UnitId, StoreError> {
        self.next(Series::Unit).map(UnitId)
    }

    /// Writes a unit, new or changed.
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

    /// Whether there is any unit.
    pub fn has_units(&self) -> Result<bool, StoreError> {
        Ok(!self.unit.is_empty()?)
    }

    /// All units as this transaction sees them.
    pub fn units(&self) -> Result<Vec<Unit>, StoreError> {
        all_units(&self.unit)
    }
}

impl Snapshot {
    /// The name of the office, once it was set.
    pub fn office_name(&self) -> Result<Option<String>, StoreError> {
        self.meta_text(OFFICE_NAME)
    }

    /// The city that the office governs.
    pub fn city(&self) -> Result<Option<String>, StoreError> {
        self.meta_text(CITY)
    }

    /// By which shipped law the open due dates were reckoned; `None` before the first.
    pub fn shipped_law(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let digest = meta.get(SHIPPED_LAW)?;
        Ok(digest.map(|digest| digest.value().to_vec()))
    }

    fn meta_text(&self, key: &str) -> Result<Option<String>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let text = meta.get(key)?;
        Ok(text.map(|text| String::from_utf8_lossy(text.value()).into_owned()))
    }

    /// Digest of the one-time key, while the first administrator is still to be made.
    pub fn setup_key(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let digest = meta.get(SETUP_KEY)?;
        Ok(digest.map(|digest| digest.value().to_vec()))
    }

    /// All units, in the order of their numbers, each read or not for itself.
    pub fn each_unit(&self) -> Result<Vec<Result<Unit, StoreError>>, StoreError> {
        each_unit(&self.txn.open_table(tables::UNIT)?)
    }
}

fn all_units(table: &impl ReadableTable<u16, &'static [u8]>) -> Result<Vec<Unit>, StoreError> {
    each_unit(table)?.into_iter().collect()
}

fn each_unit(
    table: &impl ReadableTable<u16, &'static [u8]>,
) -> Result<Vec<Result<Unit, StoreError>>, StoreError> {
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
        }));
    }
    Ok(units)
}
