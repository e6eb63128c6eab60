//! Identifiers: each its own type, so that a unit's can't be passed for an account's.
//!
//! A petition's identifier *is* its number in the book of its year, so there is nothing to look up between the two.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A petition, named as people name it: the year of its receipt and its number in that year's book (`2017/0412`).
///
/// Numbers of a year are consecutive from 1 and never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PetitionId {
    /// Year of the book, that of the day of receipt.
    pub year: u16,
    /// Number in the book, from 1.
    pub serial: u32,
}

/// What was typed is not a petition's number.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a petition number: {0:?}")]
pub struct NotAPetitionNumber(pub String);

impl PetitionId {
    /// The key in the store: keys sort as numbers are read.
    pub fn key(self) -> u64 {
        u64::from(self.year) << 32 | u64::from(self.serial)
    }

    /// Back from [`key`](Self::key); `None` for a key that no petition can have.
    pub fn from_key(key: u64) -> Option<Self> {
        let year = u16::try_from(key >> 32).ok()?;
        let serial = u32::try_from(key & u64::from(u32::MAX)).ok()?;
        (serial > 0).then_some(Self { year, serial })
    }
}

impl fmt::Display for PetitionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:04}", self.year, self.serial)
    }
}

impl FromStr for PetitionId {
    type Err = NotAPetitionNumber;

    /// Reads `2017/0412`, `2017-412`, `2017 412`: as people type it.
    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAPetitionNumber(raw.to_owned());
        let (year, serial) = raw.trim().split_once(['/', '-', ' ', '.']).ok_or_else(wrong)?;
        let year: u16 = year.trim().parse().map_err(|_| wrong())?;
        let serial: u32 = serial.trim().parse().map_err(|_| wrong())?;
        if (1900..=2999).contains(&year) && serial > 0 {
            Ok(Self { year, serial })
        } else {
            Err(wrong())
        }
    }
}

/// Declares an identifier that the store counts up from 1.
macro_rules! counted_id {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                raw.trim().parse().map(Self)
            }
        }
    };
}

counted_id!(
    /// A unit of the office (đơn vị): department, ward or commune.
    UnitId(u16)
);
counted_id!(
    /// A person's account.
    AccountId(u32)
);
counted_id!(
    /// One import of a ledger.
    BatchId(u32)
);
counted_id!(
    /// A ledger row that waits for correction (dòng chờ sửa).
    HeldRowId(u64)
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_people_type_it() {
        let id = PetitionId { year: 2017, serial: 412 };
        for typed in ["2017/0412", "2017/412", " 2017-0412 ", "2017 412"] {
            assert_eq!(typed.parse(), Ok(id), "{typed}");
        }
        assert_eq!(id.to_string(), "2017/0412");
        for wrong in ["", "2017", "2017/0", "0/1", "17/12", "x/1", "2017/99999999999"] {
            assert!(wrong.parse::<PetitionId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_sort_as_numbers_are_read() {
        let (a, b) =
            (PetitionId { year: 2017, serial: 9999 }, PetitionId { year: 2018, serial: 1 });
        assert!(a.key() < b.key());
        assert_eq!(PetitionId::from_key(a.key()), Some(a));
        assert_eq!(PetitionId::from_key(2017 << 32), None);
    }
}
