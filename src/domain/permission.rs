//! Who may do what: roles, the rights they carry, and the petitions they reach.
//!
//! There are two questions. What somebody may do at all is a [`Right`] of theirs: [`require`], the union of their posts' and
//! never more. What they may do with one petition within their [`Scope`] depends on how it stands: `workflow::competence`
//! and `correction` answer with the capacity in which they act, which the history keeps, and `may_open_identity` with a permit.
//! Pages show what this module allowed, they never decide again.

pub mod tenure;

use serde::{Deserialize, Serialize};

use super::confidential::Permit;
use super::id::{AccountId, UnitId};
use super::journal::ClientPlace;
use super::petition::{Petition, closed_set};
use super::workflow::deciding_as;

closed_set! {
    /// The roles of the office.
    Role {
        /// Cán bộ tiếp nhận: registers petitions at the counter.
        IntakeOfficer = "can-bo-tiep-nhan",
        /// Người xử lý đơn, Ban Tiếp công dân.
        DeskOfficer = "nguoi-xu-ly",
        /// Lãnh đạo Ban Tiếp công dân.
        DeskHead = "lanh-dao-ban",
        /// Chủ tịch, Phó Chủ tịch UBND.
        Leader = "lanh-dao-ubnd",
        /// Chuyên viên của đơn vị.
        UnitOfficer = "chuyen-vien",
        /// Lãnh đạo đơn vị.
        UnitHead = "lanh-dao-don-vi",
        /// Thanh tra.
        Inspector = "thanh-tra",
        /// Quản trị (CNTT): runs the system and reads no petition.
        Administrator = "quan-tri",
    }
}

closed_set! {
    /// What a route or a button needs.
    Right {
        /// Read the petitions within one's scope.
        ReadPetitions = "xem-don",
        /// Register a petition.
        Register = "tiep-nhan",
        /// Approve what the desk proposes.
        Approve = "duyet",
        /// Bring in a past ledger and correct its rows.
        ImportLedger = "nhap-so",
        /// Create and close accounts.
        ManageAccounts = "quan-ly-tai-khoan",
        /// Add and change units.
        ManageUnits = "quan-ly-don-vi",
        /// Change the rules and the calendar that due dates are counted by.
        ManageLaw = "quan-ly-quy-dinh",
        /// Read the journal: ids, and what of a petition one may read anyway.
        ReadJournal = "xem-nhat-ky",
    }
}

impl Role {
    /// The rights that the role carries.
    pub fn rights(self) -> &'static [Right] {
        match self {
            Self::IntakeOfficer => &[Right::ReadPetitions, Right::Register],
            Self::DeskOfficer | Self::DeskHead => {
                &[Right::ReadPetitions, Right::Register, Right::ImportLedger]
            }
            Self::Leader => &[Right::ReadPetitions, Right::Approve],
            Self::UnitOfficer | Self::UnitHead => &[Right::ReadPetitions],
            Self::Inspector => &[Right::ReadPetitions, Right::ReadJournal],
            Self::Administrator => {
                &[Right::ManageAccounts, Right::ManageUnits, Right::ManageLaw, Right::ReadJournal]
            }
        }
    }

    /// Whether the role is held for one unit and sees only what was given to it.
    pub fn is_of_a_unit(self) -> bool {
        match self {
            Self::UnitOfficer | Self::UnitHead => true,
            Self::IntakeOfficer
            | Self::DeskOfficer
            | Self::DeskHead
            | Self::Leader
            | Self::Inspector
            | Self::Administrator => false,
        }
    }
}

/// A role, held for a unit where the role is a unit's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Post {
    /// The role.
    pub role: Role,
    /// The unit it is held for.
    pub unit: Option<UnitId>,
}

/// The person who acts, with all their posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Full name, as pages show it.
    pub full_name: String,
    /// Posts held on the day.
    pub posts: Vec<Post>,
    /// Where they act from; `None` outside a request.
    pub from: Option<ClientPlace>,
}

/// Which petitions somebody reaches.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All of the office.
    Office,
    /// Those given to these units; none when the list is empty.
    Units(Vec<UnitId>),
}

impl Scope {
    /// Whether a petition held by `unit` is within reach.
    pub fn covers(&self, unit: Option<UnitId>) -> bool {
        match self {
            Self::Office => true,
            Self::Units(units) => unit.is_some_and(|unit| units.contains(&unit)),
        }
    }
}

/// A right that the actor does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing(pub Right);

/// Asks for a right. The server's console (`None`) is the owner of the data and has all of them.
///
/// # Errors
/// [`Missing`] when no post of the actor carries it.
pub fn require<'a>(actor: impl Into<Option<&'a Actor>>, right: Right) -> Result<(), Missing> {
    let has_it = actor.into().is_none_or(|actor| actor.has(right));
    if has_it { Ok(()) } else { Err(Missing(right)) }
}

impl Actor {
    /// Whether any post carries the right.
    pub fn has(&self, right: Right) -> bool {
        self.posts.iter().any(|post| post.role.rights().contains(&right))
    }

    /// The post that carries a right, the first one listed.
    pub fn post_with(&self, right: Right) -> Option<Post> {
        self.posts.iter().copied().find(|post| post.role.rights().contains(&right))
    }

    /// The petitions within reach: the union of the posts'.
    pub fn scope(&self) -> Scope {
        let reading =
            || self.posts.iter().filter(|p| p.role.rights().contains(&Right::ReadPetitions));
        if reading().any(|post| !post.role.is_of_a_unit()) {
            return Scope::Office;
        }
        Scope::Units(reading().filter_map(|post| post.unit).collect())
    }

    /// Whether this petition is within reach.
    pub fn may_read(&self, petition: &Petition) -> bool {
        self.has(Right::ReadPetitions) && self.scope().covers(petition.unit())
    }
}

/// Leave to open the identity of a protected sender: for the officer who entered it, for the person who is competent to
/// settle the petition as it was given, and for those whom that person named for it (LTC 2018 Đ.49(2), Đ.56). A unit
/// that verifies and advises, its head included, is not among them.
pub fn may_open_identity(actor: &Actor, petition: &Petition) -> Option<Permit> {
    let entered_it = petition.entered_by == Some(actor.account);
    let is_competent = || deciding_as(actor, petition).is_some();
    let is_named = || petition.protection.readers.contains(&actor.account);
    let may_know = entered_it || is_competent() || is_named();
    (actor.may_read(petition) && may_know).then(Permit::granted)
}

/// Leave for the export of everything on the server's console: who owns data folder and key file can open all that is
/// sealed whatever the program says. The journal tells of it.
pub fn permit_of_key_holder() -> Permit {
    Permit::granted()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(posts: &[(Role, Option<u16>)]) -> Actor {
        let posts = posts.iter().map(|(role, unit)| Post { role: *role, unit: unit.map(UnitId) });
        Actor {
            account: AccountId(1),
            full_name: String::new(),
            posts: posts.collect(),
            from: None,
        }
    }

    #[test]
    fn the_administrator_runs_the_system_and_reads_no_petition() {
        let admin = actor(&[(Role::Administrator, None)]);
        assert!(admin.has(Right::ManageAccounts) && !admin.has(Right::ReadPetitions));
        assert_eq!(admin.scope(), Scope::Units(vec![]));
        assert!(!admin.scope().covers(None) && !admin.scope().covers(Some(UnitId(1))));
    }

    #[test]
    fn a_unit_sees_its_own_and_two_posts_see_both() {
        let both = actor(&[(Role::UnitOfficer, Some(3)), (Role::UnitHead, Some(5))]);
        assert_eq!(both.scope(), Scope::Units(vec![UnitId(3), UnitId(5)]));
        assert!(both.scope().covers(Some(UnitId(5))) && !both.scope().covers(Some(UnitId(4))));
        assert!(!both.scope().covers(None), "a petition given to nobody is the desk's");
    }

    #[test]
    fn a_post_without_reading_adds_no_reach() {
        let mixed = actor(&[(Role::Administrator, None), (Role::UnitOfficer, Some(3))]);
        assert_eq!(mixed.scope(), Scope::Units(vec![UnitId(3)]));
    }

    #[test]
    fn the_effective_right_is_the_union_and_never_more() {
        for a in Role::ALL {
            for b in Role::ALL {
                let both = actor(&[(*a, None), (*b, None)]);
                for right in Right::ALL {
                    let stated = a.rights().contains(right) || b.rights().contains(right);
                    assert_eq!(both.has(*right), stated, "{a:?} + {b:?}: {right:?}");
                }
            }
        }
    }
}
