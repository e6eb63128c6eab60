//! A plan by which many units are merged on one day: the content of `assets/seed/handover-2025.toml`, or of another
//! file of that shape.
//!
//! Owns [`Handover`] and what of it is still to do in an office. Units are named in full, as decrees name them; one
//! that the office does not have, or that ended before, is passed over and told. Called by `app::units`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Unit, UnitKind};
use crate::domain::id::UnitId;
use crate::domain::petition::DocumentMention;
use crate::domain::text;

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// What it is called on pages.
    pub title: String,
    /// The first day of the new units.
    pub on: NaiveDate,
    /// The document that orders it.
    pub document: DocumentMention,
    /// The reason that every change of it bears.
    pub reason: String,
    /// The units that take over.
    pub units: Vec<Heir>,
}

/// A unit that takes over, made if the office does not have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heir {
    /// Its full name.
    pub name: String,
    /// Its name for lists.
    pub short_name: String,
    /// What it is.
    pub kind: UnitKind,
    /// Full names of the units that are merged into it; none where it goes on as it was.
    #[serde(default)]
    pub takes: Vec<String>,
}

/// What of a plan is still to do for one heir.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Takeover<'a> {
    /// The heir as the plan names it.
    pub heir: &'a Heir,
    /// The office's unit of that name; `None` where it is still to be made.
    pub existing: Option<UnitId>,
    /// The units of the office that are merged into it.
    pub takes: Vec<UnitId>,
    /// Names that the office does not have on the day before, or not any more.
    pub passed_over: Vec<&'a str>,
}

impl Handover {
    /// What is still to do in an office of these units.
    pub fn against<'a>(&'a self, units: &[Unit]) -> Vec<Takeover<'a>> {
        let named = |name: &str| {
            let name = text::fold(name);
            units.iter().find(|unit| text::fold(&unit.name) == name)
        };
        let takeover = |heir: &'a Heir| {
            let mut takes = Vec::new();
            let mut passed_over = Vec::new();
            for name in &heir.takes {
                match named(name).filter(|unit| unit.valid_to.is_none()) {
                    Some(unit) => takes.push(unit.id),
                    None => passed_over.push(name.as_str()),
                }
            }
            Takeover { heir, existing: named(&heir.name).map(|unit| unit.id), takes, passed_over }
        };
        self.units.iter().map(takeover).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organisation::Organisation;

    fn shipped() -> (Handover, Vec<Unit>) {
        let seed: Organisation =
            toml::from_str(include_str!("../../../assets/seed/organisation.toml")).unwrap();
        let plan = toml::from_str(include_str!("../../../assets/seed/handover-2025.toml")).unwrap();
        (plan, seed.units)
    }

    #[test]
    fn the_shipped_plan_hands_every_ward_and_commune_over_once() {
        let (plan, units) = shipped();
        let todo = plan.against(&units);
        assert_eq!(todo.len(), 6);
        assert!(todo.iter().all(|one| one.passed_over.is_empty()), "{todo:?}");
        let mut taken: Vec<_> = todo.iter().flat_map(|one| one.takes.clone()).collect();
        let going_on: Vec<_> = todo.iter().filter_map(|one| one.existing).collect();
        assert_eq!((taken.len(), going_on.len()), (20, 1), "Nhơn Châu goes on as it was");
        taken.extend(going_on);
        taken.sort_unstable();
        let places: Vec<_> = units.iter().filter(|u| u.kind.is_place()).map(|u| u.id).collect();
        assert_eq!(taken, places);
    }

    #[test]
    fn what_the_office_does_not_have_is_passed_over() {
        let (plan, mut units) = shipped();
        units.retain(|unit| !unit.name.ends_with("Nhơn Phú"));
        let ended = units.iter_mut().find(|unit| unit.name.ends_with("Trần Quang Diệu")).unwrap();
        ended.valid_to = Some("2024-10-31".parse().unwrap());
        let todo = plan.against(&units);
        let north = todo.iter().find(|one| one.heir.name.ends_with("Bắc")).unwrap();
        assert_eq!(north.passed_over, ["UBND phường Trần Quang Diệu", "UBND phường Nhơn Phú"]);
        assert!(north.takes.is_empty());
    }
}
