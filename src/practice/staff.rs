//! The people who work in the practice office: those that `people.toml` names, and two of every other unit.
//!
//! Invariant: every unit has a head and an officer, so that whatever is given to it can be settled; the same units give
//! the same people. Used by the steps, for signatures, and by `app::practice`, which opens the accounts.

use serde::Deserialize;

use super::person;
use super::random::Random;
use super::stock::Stock;
use crate::domain::id::UnitId;
use crate::domain::organisation::{Unit, UnitKind, UnitNames};
use crate::domain::permission::Role;
use crate::domain::text;

/// A person who works in the practice office. Invented, as everybody in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeAccount {
    /// What is typed at sign-in.
    pub user_name: String,
    /// Full name.
    pub full_name: String,
    /// Role.
    pub role: Role,
    /// Where they work; `None` where the office has no such unit.
    pub unit: Option<UnitId>,
    /// What stands before a signature ("Trưởng phòng"); empty for those who sign nothing.
    pub title: String,
    /// One of the few that are told to whoever tries the office out.
    pub is_told: bool,
}

/// A row of `people.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountRow {
    user_name: String,
    full_name: String,
    role: Role,
    unit: String,
    #[serde(default)]
    title: String,
}

/// Everybody, the named ones first.
#[derive(Debug)]
pub(super) struct Staff(Vec<PracticeAccount>);

impl Staff {
    pub(super) fn of(units: &[Unit], stock: &Stock) -> Self {
        let names = UnitNames::new(units);
        let told = stock.people.accounts.iter().map(|row| PracticeAccount {
            user_name: row.user_name.clone(),
            full_name: row.full_name.clone(),
            role: row.role,
            unit: names.find(&row.unit),
            title: row.title.clone(),
            is_told: true,
        });
        let mut staff: Vec<PracticeAccount> = told.collect();
        for unit in units {
            let has_head =
                staff.iter().any(|one| one.role == Role::UnitHead && one.unit == Some(unit.id));
            if !has_head {
                staff.extend(people_of(unit, stock));
            }
        }
        Self(staff)
    }

    pub(super) fn into_accounts(self) -> Vec<PracticeAccount> {
        self.0
    }

    /// Who signs: the `nth` of those who hold the role, counted round, with the title.
    pub(super) fn signer(&self, role: Role, unit: Option<UnitId>, nth: usize) -> String {
        let fits =
            |one: &&PracticeAccount| one.role == role && (!role.is_of_a_unit() || one.unit == unit);
        let holders: Vec<&PracticeAccount> = self.0.iter().filter(fits).collect();
        let signer = holders.get(nth % holders.len().max(1));
        signer.map_or_else(String::new, |one| format!("{} {}", one.title, one.full_name))
    }
}

/// A head and an officer with made-up names.
fn people_of(unit: &Unit, stock: &Stock) -> [PracticeAccount; 2] {
    let random = &mut Random::new(u64::from(unit.id.0));
    let (sign, title) = match unit.kind {
        UnitKind::Office => ("cvp", "Chánh Văn phòng"),
        UnitKind::Desk => ("tb", "Trưởng ban"),
        UnitKind::Inspectorate => ("ctt", "Chánh Thanh tra"),
        UnitKind::Department => ("tp", "Trưởng phòng"),
        UnitKind::PublicService => ("gd", "Thủ trưởng đơn vị"),
        UnitKind::Ward | UnitKind::Commune => ("ct", "Chủ tịch"),
    };
    let short = unit.short_name.rsplit(". ").next().unwrap_or(&unit.short_name);
    let short: String = text::fold(short).chars().filter(char::is_ascii_alphanumeric).collect();
    let mut account = |sign: &str, role, title: &str| PracticeAccount {
        user_name: format!("{sign}.{short}"),
        full_name: person::name(stock, random),
        role,
        unit: Some(unit.id),
        title: title.into(),
        is_told: false,
    };
    [account(sign, Role::UnitHead, title), account("cv", Role::UnitOfficer, "")]
}
