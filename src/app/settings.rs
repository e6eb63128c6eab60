//! Settings of the office: its name and its units, kept at hand because every page shows them.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::App;
use super::error::{AppError, Refused};
use crate::domain::alphabet;
use crate::domain::id::{AccountId, UnitId};
use crate::domain::journal::{Act, UnitAct};
use crate::domain::organisation::{
    Contradiction, Organisation, Unit, UnitKind, UnitNames, is_name_taken,
};
use crate::domain::permission::{Actor, Post, Right, Role, require};
use crate::domain::text;
use crate::store::error::StoreError;
use crate::store::petition::ListRow;
use crate::store::{Store, Tx};

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
    /// Roles whose holders must have one-time codes.
    pub code_roles: Vec<Role>,
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
        let (unit_places, code_roles) = (places(&units), snapshot.code_roles()?);
        Ok(Arc::new(Self { name, units, unit_places, names, people, code_roles }))
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

    /// Whether a unit lay in vùng sâu, vùng xa on a day.
    pub fn is_remote(&self, id: UnitId, on: NaiveDate) -> bool {
        self.unit(id).is_some_and(|unit| unit.is_remote_on(on))
    }

    /// The unit of today that has what was open in one that ended; `None` where it goes on, or left nothing.
    pub fn living_heir(&self, id: UnitId) -> Option<UnitId> {
        let mut heir = self.unit(id)?.heir()?;
        // An heir outlives whom it follows, so this ends; the bound is for a damaged folder.
        for _ in &self.units {
            match self.unit(heir)?.heir() {
                Some(next) => heir = next,
                None => return Some(heir),
            }
        }
        None
    }

    /// The actor with the posts that their units inherited: who goes on in an heir has the files of whom it follows.
    #[must_use]
    pub fn with_inherited(&self, mut actor: Actor) -> Actor {
        let ended =
            self.units.iter().filter_map(|unit| Some((unit.id, self.living_heir(unit.id)?)));
        for (unit, heir) in ended {
            let held = actor.posts.iter().filter(|post| post.unit == Some(heir));
            let inherited: Vec<Post> =
                held.map(|post| Post { unit: Some(unit), ..*post }).collect();
            actor.posts.extend(inherited);
        }
        actor
    }

    /// The office with the names that a row bears: of today while it is open, else of the day of its result.
    pub fn of_row(&self, row: &ListRow, today: NaiveDate) -> OfficeOn<'_> {
        let closed = row.outcome.as_ref().and_then(|outcome| outcome.document.dated);
        self.on(if row.stage.is_open() { today } else { closed.unwrap_or(row.received_on) })
    }

    /// The office with the names of a day.
    pub fn on(&self, day: NaiveDate) -> OfficeOn<'_> {
        OfficeOn { office: self, day }
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
pub(super) fn readable<T>(records: Vec<Result<T, StoreError>>) -> impl Iterator<Item = T> {
    records.into_iter().filter_map(|record| {
        record.inspect_err(|error| tracing::error!(error = %error, "a record is left out")).ok()
    })
}

/// The office with the names of a day: what happened is told in them.
#[derive(Debug, Clone, Copy)]
pub struct OfficeOn<'a> {
    office: &'a Office,
    day: NaiveDate,
}

impl<'a> OfficeOn<'a> {
    /// Full name of a unit on the day.
    pub fn full_name(self, id: UnitId) -> &'a str {
        self.office.unit(id).map_or("?", |unit| unit.name_on(self.day))
    }

    /// Name of a unit for lists on the day.
    pub fn short_name(self, id: UnitId) -> &'a str {
        self.office.unit(id).map_or("?", |unit| unit.short_name_on(self.day))
    }

    /// Full name of a person with an account.
    pub fn person(self, id: AccountId) -> &'a str {
        self.office.person(id)
    }
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
    /// First day of its existence; `None` is older than the book.
    pub valid_from: Option<NaiveDate>,
}

/// Refuses a unit that is not there on a day: nothing is given to it and nobody gets a post in it.
pub(super) fn check_there(office: &Office, unit: UnitId, on: NaiveDate) -> Result<(), Refused> {
    let found = office.unit(unit);
    match found.filter(|unit| unit.is_valid_on(on)) {
        Some(_) => Ok(()),
        None => Err(Refused::Unit(match found.and_then(|unit| unit.valid_to) {
            Some(last) if last < on => Contradiction::Ended(last),
            Some(_) | None => Contradiction::NotThere(unit),
        })),
    }
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
        let is_new = !tx.has_units()?;
        if is_new || office_name.is_some() {
            tx.journal(&app.entry(None, Act::OfficeSetUp))?;
        }
        if let Some(name) = office_name {
            tx.set_office_name(&name)?;
        }
        if !is_new {
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
    require(actor, Right::ManageUnits)?;
    add(app, actor, new, UnitAct::Added)
}

/// Adds a unit that a past ledger names.
pub(super) fn add_found_unit(app: &App, new: &NewUnit) -> Result<UnitId, AppError> {
    add(app, None, new, UnitAct::AddedFromLedger)
}

fn add(app: &App, actor: Option<&Actor>, new: &NewUnit, what: UnitAct) -> Result<UnitId, AppError> {
    let id = app.store.write(|tx| {
        let unit = insert_unit(tx, new)?;
        tx.journal(&app.entry(actor, Act::Unit { unit, what }))?;
        Ok::<_, AppError>(unit)
    })?;
    app.reload_office()?;
    Ok(id)
}

/// Puts a new unit in; its name must be nobody's.
pub(super) fn insert_unit(tx: &mut Tx<'_>, new: &NewUnit) -> Result<UnitId, AppError> {
    let name = text::line(&new.name, OFFICE_NAME_MAX).map_err(|_| Refused::BadText)?;
    let short = text::line(&new.short_name, OFFICE_NAME_MAX).unwrap_or_else(|_| name.clone());
    if is_name_taken(&tx.units()?, None, &name) {
        return Err(Refused::UnitNameTaken.into());
    }
    let unit = Unit {
        id: tx.next_unit()?,
        name,
        short_name: short,
        kind: new.kind,
        is_remote: false,
        valid_from: new.valid_from,
        valid_to: None,
        aliases: Vec::new(),
        changes: Vec::new(),
    };
    tx.put_unit(&unit)?;
    Ok(unit.id)
}
