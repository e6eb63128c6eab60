//! Settings of the office: its name and its units, kept at hand because every page shows them.

use std::collections::HashMap;
use std::sync::Arc;

use super::App;
use super::error::{AppError, Refused};
use crate::domain::alphabet;
use crate::domain::id::{AccountId, UnitId};
use crate::domain::organisation::{Organisation, Unit, UnitKind, UnitNames};
use crate::domain::permission::{Actor, Right};
use crate::domain::text;
use crate::store::Store;
use crate::store::error::StoreError;

/// Longest name of an office or a unit.
pub const OFFICE_NAME_MAX: usize = 120;

/// The units that a new data folder starts with: the city of 2018.
const SEED: &str = include_str!("../../assets/seed/organisation.toml");

/// The office as pages need it.
#[derive(Debug)]
pub struct Office {
    /// Name of the office; empty until it is set.
    pub name: String,
    /// All units, in the order of their numbers.
    pub units: Vec<Unit>,
    /// Place of each unit in the order of their names for lists, from 1, by its number.
    pub unit_places: Vec<u16>,
    /// Recognises units as people write them.
    pub names: UnitNames,
    /// Full names of all accounts, closed ones too.
    pub people: HashMap<AccountId, String>,
}

impl Office {
    /// Reads it from the store.
    pub(super) fn load(store: &Store) -> Result<Arc<Self>, StoreError> {
        let snapshot = store.read()?;
        let units: Vec<Unit> = readable(snapshot.each_unit()?).collect();
        let names = UnitNames::new(&units).in_city(&snapshot.city()?.unwrap_or_default());
        let name = snapshot.office_name()?.unwrap_or_default();
        let people = readable(snapshot.each_account()?);
        let people = people.map(|account| (account.id, account.full_name)).collect();
        Ok(Arc::new(Self { unit_places: places(&units), name, units, names, people }))
    }

    /// A unit.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// Full name of a person with an account.
    pub fn person(&self, id: AccountId) -> &str {
        self.people.get(&id).map_or("?", String::as_str)
    }

    /// Name of a unit for lists.
    pub fn short_name(&self, id: UnitId) -> &str {
        self.unit(id).map_or("?", |unit| &unit.short_name)
    }

    /// Whether a unit lies in vùng sâu, vùng xa.
    pub fn is_remote(&self, id: UnitId) -> bool {
        self.unit(id).is_some_and(|unit| unit.is_remote)
    }

    /// Full name of a unit.
    pub fn full_name(&self, id: UnitId) -> &str {
        self.unit(id).map_or("?", |unit| &unit.name)
    }
}

/// Places in the order of the names for lists.
fn places(units: &[Unit]) -> Vec<u16> {
    let mut ordered: Vec<&Unit> = units.iter().collect();
    ordered.sort_by_cached_key(|unit| (alphabet::place(&unit.short_name), unit.id));
    let mut places =
        vec![0; units.iter().map(|unit| usize::from(unit.id.0) + 1).max().unwrap_or(0)];
    for (place, unit) in (1..).zip(ordered) {
        places[usize::from(unit.id.0)] = place;
    }
    places
}

/// One that can't be read must not keep all the others away: `verify` names it.
fn readable<T>(records: Vec<Result<T, StoreError>>) -> impl Iterator<Item = T> {
    records.into_iter().filter_map(|record| {
        record.inspect_err(|error| tracing::error!(error = %error, "a record is left out")).ok()
    })
}

/// A new unit, as typed.
#[derive(Debug, Clone)]
pub struct NewUnit {
    /// Full name.
    pub name: String,
    /// Name for lists; the full name when empty.
    pub short_name: String,
    /// What it is.
    pub kind: UnitKind,
}

/// Names the office, if a name is given, and puts the shipped units into a data folder that has none.
///
/// Whether it had none.
pub fn seed(app: &App, office_name: Option<&str>) -> Result<bool, AppError> {
    let seed: Organisation =
        toml::from_str(SEED).map_err(|error| AppError::Internal(error.to_string()))?;
    let office_name = office_name.map(|name| text::line(name, OFFICE_NAME_MAX)).transpose();
    let office_name = office_name.map_err(|_| Refused::BadText)?;
    let is_seeded = app.store.write(|tx| {
        if let Some(name) = office_name {
            tx.set_office_name(&name)?;
        }
        if tx.has_units()? {
            return Ok::<_, StoreError>(false);
        }
        tx.set_city(&seed.city)?;
        for mut unit in seed.units {
            unit.id = tx.next_unit()?;
            tx.put_unit(&unit)?;
        }
        Ok(true)
    })?;
    app.reload_office()?;
    Ok(is_seeded)
}

/// Adds a unit. `actor` is `None` on the server's console.
pub fn add_unit(app: &App, actor: Option<&Actor>, new: &NewUnit) -> Result<UnitId, AppError> {
    if actor.is_some_and(|actor| !actor.has(Right::ManageUnits)) {
        return Err(AppError::Forbidden);
    }
    let name = text::line(&new.name, OFFICE_NAME_MAX).map_err(|_| Refused::BadText)?;
    let short = text::line(&new.short_name, OFFICE_NAME_MAX).unwrap_or_else(|_| name.clone());
    let id = app.store.write(|tx| {
        if tx.units()?.iter().any(|unit| text::fold(&unit.name) == text::fold(&name)) {
            return Err(AppError::from(Refused::UnitNameTaken));
        }
        let unit = Unit {
            id: tx.next_unit()?,
            name,
            short_name: short,
            kind: new.kind,
            is_remote: false,
            valid_from: None,
            valid_to: None,
            aliases: Vec::new(),
        };
        tx.put_unit(&unit)?;
        Ok(unit.id)
    })?;
    app.reload_office()?;
    Ok(id)
}
