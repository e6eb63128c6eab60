//! The journal (nhật ký): who did what, when and from where; a chain in which every entry vouches for all before it.
//!
//! An entry tells ids, numbers and codes, never what a petition says nor who sent it: nothing can ever be taken out of the
//! journal. The reason of a step stands in the petition's history; the entry holds the digest of that history instead.
//! Written by `store` within the transaction of what it tells of; read by `app::journal` and by `verify`.

pub mod kind;
pub mod link;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::event::Happening;
use super::id::{AccountId, BatchId, HeldRowId, PetitionId, UnitId};
use super::permission::Role;
use super::petition::closed_set;
use super::text;
use link::Digest;

/// Longest address of a client: the longest way of writing an IPv6 address.
const PLACE_MAX: usize = 45;
/// Longest reason that an entry itself keeps.
pub const REASON_MAX: usize = 300;

/// Where somebody acts from: the address of the client, as the edge of the server saw it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientPlace(String);

impl ClientPlace {
    /// An address; cut where it is longer than any can be.
    pub fn new(address: &str) -> Self {
        Self(address.chars().take(PLACE_MAX).collect())
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Who {
    /// The server's console, or the program itself.
    Console,
    /// Somebody who is signed in.
    Account(AccountId),
    /// Somebody who is not.
    Stranger,
}

/// One entry, before it has its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who.
    pub who: Who,
    /// From where; `None` on the console, and where the edge does not know.
    pub from: Option<ClientPlace>,
    /// What.
    pub act: Act,
    /// Why, where no other record keeps the reason.
    pub reason: Option<String>,
}

/// An entry in its place of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Number, from 1.
    pub number: u64,
    /// The entry.
    pub entry: Entry,
    /// Its link, which vouches for it and all before it.
    pub link: Digest,
}

impl Entry {
    /// An entry without a reason of its own.
    pub fn new(at: DateTime<FixedOffset>, who: Who, from: Option<ClientPlace>, act: Act) -> Self {
        Self { at, who, from, act, reason: None }
    }

    /// The entry with its reason, cut to [`REASON_MAX`] characters.
    #[must_use]
    pub fn because(self, reason: &str) -> Self {
        let cut: String = reason.chars().take(REASON_MAX).collect();
        Self { reason: text::line(&cut, REASON_MAX).ok(), ..self }
    }
}

/// What was done. Members are only ever appended, here and in the enums below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Act {
    /// The journal begins over what was there before.
    Began {
        /// Petitions that were there.
        petitions: u64,
        /// Events of their histories.
        events: u64,
    },
    /// Signed in.
    SignedIn,
    /// Signed out.
    SignedOut,
    /// Sign-in was refused, so many times within a minute; never what was typed.
    SignInRefused {
        /// The account that was meant; `None` where there is none of that name.
        account: Option<AccountId>,
        /// How often.
        times: u32,
    },
    /// A page or a step was refused to somebody, so many times within a minute.
    Refused {
        /// What they asked for.
        what: Denial,
        /// The petition that was meant.
        petition: Option<PetitionId>,
        /// How often.
        times: u32,
    },
    /// The history of a petition grew.
    Petition(Growth),
    /// A past ledger.
    Ledger(LedgerAct),
    /// Petitions of the practice office were made.
    Practice(Stretches),
    /// An account.
    Account {
        /// Whose.
        account: AccountId,
        /// What became of it.
        what: AccountAct,
    },
    /// A unit.
    Unit {
        /// Which.
        unit: UnitId,
        /// What became of it.
        what: UnitAct,
    },
    /// The law of the office was changed; the record of the change has the reason.
    Law {
        /// Number of the change.
        change: u32,
    },
    /// The office was named, or its units were put in.
    OfficeSetUp,
    /// Personal data left the system.
    Export(Export),
    /// A release that ships another law reckoned the due dates of open petitions anew.
    ShippedLaw {
        /// Open petitions that were looked at.
        petitions: u64,
    },
    /// The roles whose holders must have one-time codes are these from now on.
    CodesRequired(Vec<Role>),
    /// The keys of the seal.
    SealKey(SealKeyAct),
}

/// What somebody asked for and may not have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Denial {
    /// A page or a form: the route's pattern, never the address itself.
    Route(String),
    /// A step that is another's.
    Step,
    /// More than can be told one by one.
    Many,
}

/// How the history of one petition grew in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growth {
    /// The petition.
    pub id: PetitionId,
    /// Number of the first new event, from 1.
    pub first: u32,
    /// What kind of events, in their order.
    pub kinds: Vec<StepKind>,
    /// Digest of the whole history up to the last of them.
    pub history: Digest,
}

impl Growth {
    /// Number of the last new event.
    pub fn last(&self) -> u32 {
        let count = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
        self.first.saturating_add(count).saturating_sub(1)
    }
}

/// Petitions entered together, with the histories they had then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretches {
    /// Their numbers, in the order of entry.
    pub petitions: Vec<Stretch>,
    /// Digest of their histories, in that order.
    pub histories: Digest,
}

/// Numbers of one year that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Year of the book.
    pub year: u16,
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Stretches {
    /// The petitions, in the order of entry.
    pub fn ids(&self) -> impl Iterator<Item = PetitionId> {
        let of = |stretch: &Stretch| {
            let year = stretch.year;
            (stretch.first..=stretch.last).map(move |serial| PetitionId { year, serial })
        };
        self.petitions.iter().flat_map(of)
    }

    /// How many petitions.
    pub fn count(&self) -> u64 {
        let of = |one: &Stretch| u64::from(one.last.saturating_sub(one.first)) + 1;
        self.petitions.iter().map(of).sum()
    }

    /// Whether this petition is one of them.
    pub fn contains(&self, id: PetitionId) -> bool {
        let holds =
            |one: &Stretch| one.year == id.year && (one.first..=one.last).contains(&id.serial);
        self.petitions.iter().any(holds)
    }
}

/// What was done with a past ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LedgerAct {
    /// An import began.
    Begun {
        /// The import.
        batch: BatchId,
    },
    /// A part of its rows was taken in.
    TakenIn {
        /// The import.
        batch: BatchId,
        /// The petitions that the rows became.
        petitions: Stretches,
        /// Rows that wait for correction.
        held: u32,
    },
    /// It ended, or was stopped.
    Ended {
        /// The import.
        batch: BatchId,
        /// Before its end.
        is_cancelled: bool,
    },
    /// It was taken back as a whole.
    Undone {
        /// The import.
        batch: BatchId,
        /// Petitions that went with it; their numbers stay used.
        petitions: u64,
    },
    /// A row that waited was corrected; `petition` is what it became, if it was right at last.
    RowCorrected {
        /// The import.
        batch: BatchId,
        /// The row.
        row: HeldRowId,
        /// What it became.
        petition: Option<PetitionId>,
    },
    /// A row that waited was set aside for good; the row has the reason.
    RowDropped {
        /// The row.
        row: HeldRowId,
    },
}

closed_set! {
    /// What became of an account.
    AccountAct {
        /// Made.
        Made = "tao",
        /// Other roles.
        Posts = "vai-tro",
        /// Another password, set by somebody else.
        PasswordSet = "dat-mat-khau",
        /// Closed.
        Closed = "khoa",
        /// Opened again.
        Opened = "mo",
        /// Made through the one-time link of the first start, by whoever had it.
        MadeFirst = "tao-dau-tien",
        /// Its holder chose another password.
        OwnPassword = "tu-doi-mat-khau",
        /// Its holder turned one-time codes on.
        CodesOn = "bat-ma",
        /// One-time codes were turned off, by its holder or an administrator.
        CodesOff = "tat-ma",
        /// Its holder got new recovery codes.
        RecoveryRenewed = "ma-du-phong",
        /// Password set and one-time codes turned off at the server's console.
        BrokeGlass = "vao-tu-may-chu",
        /// Its holder ended sessions elsewhere.
        SessionsEnded = "ket-thuc-phien",
    }
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitAct {
    /// Added.
    Added,
    /// Added because a past ledger names it.
    AddedFromLedger,
    /// Changed; the record of the change has the reason.
    Changed,
    /// Its open petitions went on in its heir, so many of them.
    HandedOver(u64),
}

/// Personal data that left the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// The rows of a list as an Excel file.
    List {
        /// How many petitions.
        rows: u64,
        /// The list's address.
        address: String,
    },
    /// The receipt of a petition, to be printed.
    Receipt {
        /// The petition.
        petition: PetitionId,
    },
    /// The whole store on the console.
    Everything {
        /// How many petitions.
        petitions: u64,
    },
    /// Hits of a search on the console; never what was searched for.
    Search {
        /// How many.
        hits: u64,
    },
    /// The accounts on the console.
    Accounts {
        /// How many.
        accounts: u64,
    },
    /// The whole store on the console, with the identities that are under seal.
    Sealed {
        /// How many petitions.
        petitions: u64,
    },
}

/// What became of the keys of the seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealKeyAct {
    /// A new key seals, and what was sealed is under it.
    Rotated {
        /// Identifier of the new key.
        key: u32,
        /// Records that were put under it.
        records: u64,
    },
    /// The keys were copied into another file.
    Copied,
    /// The old file was lost; what was sealed under it stays closed.
    StartedAnew {
        /// Identifier of the new key.
        key: u32,
    },
}

closed_set! {
    /// What kind of event a history grew by.
    StepKind {
        /// Registered.
        Received = "tiep-nhan",
        /// Given to a unit, as a past ledger tells it.
        Assigned = "giao",
        /// Ended, as a past ledger tells it.
        Resolved = "ket-qua",
        /// Filed away, as a past ledger tells it.
        FiledAway = "luu",
        /// The identity of a protected sender was opened.
        IdentityOpened = "mo-danh-tinh",
        /// A step in the handling of the paper.
        Paper = "xu-ly-don",
        /// A step in the settling of the matter.
        Case = "giai-quyet",
        /// Went on in the unit's heir.
        HandedOver = "ban-giao",
        /// What was written down wrongly was put right.
        Corrected = "sua",
        /// Day or document of a step was put right.
        StepCorrected = "sua-buoc",
        /// The protection of the sender, and who was let know.
        Protection = "bao-mat",
    }
}

impl StepKind {
    /// The kind of a happening.
    pub fn of(happening: &Happening) -> Self {
        match happening {
            Happening::Received => Self::Received,
            Happening::Assigned(_) => Self::Assigned,
            Happening::Resolved(_) => Self::Resolved,
            Happening::FiledAway => Self::FiledAway,
            Happening::IdentityOpened { .. } => Self::IdentityOpened,
            Happening::Paper(_) => Self::Paper,
            Happening::Case(_) => Self::Case,
            Happening::HandedOver { .. } => Self::HandedOver,
            Happening::Corrected(_) => Self::Corrected,
            Happening::StepCorrected(_) => Self::StepCorrected,
            Happening::Seal(_) => Self::Protection,
        }
    }
}
