//! Đơn vị: the units of the office, and how a unit is recognised in what people write.
//!
//! Owns [`Unit`] with its validity dates (the tree changes by law: wards merge, levels end) and, in [`UnitNames`],
//! the rule that reads "P. TNMT" or "UBND P. Lê Lợi" as a unit without ever guessing between two.
//! The rows come from `assets/seed/organisation.toml` at the first start and from the store afterwards.
//! Used by the intake and its completion, by the ledger import, by assignment and by every report by unit.

mod change;
mod competence;
mod handover;
mod names;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::id::UnitId;
use super::petition::closed_set;
use super::text;

pub use change::{Alteration, Change, Contradiction, check, is_name_taken};
pub use competence::{
    CompetenceError, CompetenceRow, CompetenceRows, Competences, Matter, Standing,
};
pub use handover::{Handover, Takeover};
pub use names::{Match, UnitNames};

closed_set! {
    /// What a unit is in the office: decides where it stands in lists and what may be given to it.
    UnitKind {
        /// Văn phòng HĐND và UBND: serves the leaders and signs in their name.
        Office = "van-phong",
        /// Ban Tiếp công dân: receives, classifies and proposes.
        Desk = "ban-tcd",
        /// Thanh tra: verifies, and watches over every unit's clock.
        Inspectorate = "thanh-tra",
        /// Phòng chuyên môn: professional department.
        Department = "phong",
        /// Đơn vị sự nghiệp, đội, ban quản lý: public service unit.
        PublicService = "don-vi-su-nghiep",
        /// UBND phường.
        Ward = "phuong",
        /// UBND xã.
        Commune = "xa",
    }
}

impl UnitKind {
    /// What a unit of this name most likely is, by its first words.
    pub fn of_name(name: &str) -> Self {
        let folded = text::fold(name);
        let starts = |lead: &[&str]| lead.iter().any(|lead| folded.starts_with(lead));
        if starts(&["ubnd phuong", "phuong ", "ubnd p."]) {
            Self::Ward
        } else if starts(&["ubnd xa", "xa ", "ubnd x."]) {
            Self::Commune
        } else if starts(&["van phong", "vp "]) {
            Self::Office
        } else if starts(&["thanh tra"]) {
            Self::Inspectorate
        } else if starts(&["phong ", "p. ", "p."]) {
            Self::Department
        } else {
            Self::PublicService
        }
    }

    /// Whether the unit governs a place that people live in, so that it completes an address.
    pub fn is_place(self) -> bool {
        match self {
            Self::Ward | Self::Commune => true,
            Self::Office
            | Self::Desk
            | Self::Inspectorate
            | Self::Department
            | Self::PublicService => false,
        }
    }
}

/// Đơn vị: a unit that petitions can be given to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its identifier: stays when the unit is renamed.
    pub id: UnitId,
    /// Full name, as documents write it ("Phòng Tài nguyên và Môi trường").
    pub name: String,
    /// The name that lists and slips have room for ("P. TNMT").
    pub short_name: String,
    /// What it is in the office.
    pub kind: UnitKind,
    /// Vùng sâu, vùng xa, hải đảo: complaints there have longer terms (LKN 2011 Đ.28, Đ.37).
    #[serde(default)]
    pub is_remote: bool,
    /// First day of its existence; `None` is older than the book.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day of its existence; `None` is still there.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Other names in use that no rule of abbreviation gives ("Đội trật tự đô thị").
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What was changed so far, in the order of the days; the fields above are what it led to.
    #[serde(skip)]
    pub changes: Vec<Change>,
}

impl Unit {
    /// The place that it governs, as addresses write it ("phường Nhơn Bình"); `None` for other units.
    pub fn place(&self) -> Option<&str> {
        self.kind.is_place().then(|| self.name.strip_prefix("UBND ").unwrap_or(&self.name))
    }
}

/// The places of a day that complete an address, in the order of the units: "phường Nhơn Bình", "xã Nhơn Lý".
pub fn wards(units: &[Unit], on: NaiveDate) -> impl Iterator<Item = &str> {
    units.iter().filter(move |unit| unit.is_valid_on(on)).filter_map(Unit::place)
}

/// The office that a new data folder starts with: the content of `assets/seed/organisation.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The city that the office governs, without its kind ("Quy Nhơn"): people add it to the names of units.
    pub city: String,
    /// Its units.
    pub units: Vec<Unit>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seed() -> Organisation {
        toml::from_str(include_str!("../../assets/seed/organisation.toml")).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_seed_is_the_city_of_2018() {
        let units = seed().units;
        let count = |kind| units.iter().filter(|unit| unit.kind == kind).count();
        assert_eq!(count(UnitKind::Ward), 16);
        assert_eq!(count(UnitKind::Commune), 5);
        assert_eq!(units.len(), 40);
        let mut ids: Vec<_> = units.iter().map(|unit| unit.id).collect();
        ids.dedup();
        assert_eq!(ids.len(), units.len(), "identifiers ascend and are never used twice");
        let remote: Vec<_> = units.iter().filter(|unit| unit.is_remote).map(Unit::place).collect();
        assert_eq!(remote, [Some("xã Nhơn Châu")]);
    }

    #[test]
    fn places_complete_addresses() {
        let units = seed().units;
        let places: Vec<_> = wards(&units, day("2018-01-01")).collect();
        assert_eq!(places.len(), 21);
        assert!(places.contains(&"phường Nhơn Bình") && places.contains(&"xã Phước Mỹ"));
        assert!(places.iter().all(|p| p.starts_with("phường ") || p.starts_with("xã ")));
    }

    #[test]
    fn a_unit_is_open_from_its_first_day_to_its_last() {
        let mut unit = seed().units.remove(0);
        assert!(unit.is_valid_on(day("1990-01-01")));
        unit.valid_from = Some(day("2010-07-01"));
        unit.valid_to = Some(day("2025-06-30"));
        let rows = [
            ("2010-06-30", false),
            ("2010-07-01", true),
            ("2025-06-30", true),
            ("2025-07-01", false),
        ];
        for (on, open) in rows {
            assert_eq!(unit.is_valid_on(day(on)), open, "{on}");
        }
    }
}
