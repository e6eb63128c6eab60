//! The groups in which the journal is read, and whom and what an entry is about: what its filters ask for.

use super::{Act, Entry, Export, LedgerAct, StepKind, Who};
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::petition::closed_set;

closed_set! {
    /// What kind of act an entry tells of.
    ActKind {
        /// Signed in or out.
        Session = "phien",
        /// Something was refused.
        Refusal = "tu-choi",
        /// The history of a petition grew.
        Petition = "don",
        /// The identity of a protected sender was opened.
        Identity = "mo-danh-tinh",
        /// Personal data left the system.
        Export = "xuat-in",
        /// A past ledger.
        Ledger = "so-cu",
        /// Accounts.
        Account = "tai-khoan",
        /// Units.
        Unit = "don-vi",
        /// The law of the office.
        Law = "quy-dinh",
        /// The journal and the office themselves.
        System = "he-thong",
    }
}

impl Act {
    /// Its kind.
    pub fn kind(&self) -> ActKind {
        match self {
            Self::SignedIn | Self::SignedOut => ActKind::Session,
            Self::SignInRefused { .. } | Self::Refused { .. } => ActKind::Refusal,
            Self::Petition(growth) if growth.kinds.contains(&StepKind::IdentityOpened) => {
                ActKind::Identity
            }
            Self::Petition(_) => ActKind::Petition,
            Self::Export(_) => ActKind::Export,
            Self::Ledger(_) => ActKind::Ledger,
            Self::Account { .. } | Self::CodesRequired(_) => ActKind::Account,
            Self::Unit { .. } => ActKind::Unit,
            Self::Law { .. } | Self::ShippedLaw { .. } => ActKind::Law,
            Self::Began { .. } | Self::Practice(_) | Self::OfficeSetUp | Self::SealKey(_) => {
                ActKind::System
            }
        }
    }

    /// Whether it is about this petition, alone or among others.
    pub fn is_about(&self, id: PetitionId) -> bool {
        if let Self::Ledger(LedgerAct::TakenIn { petitions, .. }) | Self::Practice(petitions) = self
        {
            return petitions.contains(id);
        }
        self.petition() == Some(id)
    }

    /// The one petition that it is about.
    pub fn petition(&self) -> Option<PetitionId> {
        match self {
            Self::Petition(growth) => Some(growth.id),
            Self::Refused { petition, .. }
            | Self::Ledger(LedgerAct::RowCorrected { petition, .. }) => *petition,
            Self::Export(Export::Receipt { petition }) => Some(*petition),
            Self::Began { .. }
            | Self::SignedIn
            | Self::SignedOut
            | Self::SignInRefused { .. }
            | Self::Ledger(
                LedgerAct::Begun { .. }
                | LedgerAct::TakenIn { .. }
                | LedgerAct::Ended { .. }
                | LedgerAct::Undone { .. }
                | LedgerAct::RowDropped { .. },
            )
            | Self::Practice(_)
            | Self::Account { .. }
            | Self::Unit { .. }
            | Self::Law { .. }
            | Self::ShippedLaw { .. }
            | Self::OfficeSetUp
            | Self::CodesRequired(_)
            | Self::Export(
                Export::List { .. }
                | Export::Everything { .. }
                | Export::Search { .. }
                | Export::Accounts { .. }
                | Export::Sealed { .. },
            )
            | Self::SealKey(_) => None,
        }
    }

    /// The account that it was done to.
    fn object(&self) -> Option<AccountId> {
        match self {
            Self::SignInRefused { account, .. } => *account,
            Self::Account { account, .. } => Some(*account),
            Self::Began { .. }
            | Self::SignedIn
            | Self::SignedOut
            | Self::Refused { .. }
            | Self::Petition(_)
            | Self::Ledger(_)
            | Self::Practice(_)
            | Self::Unit { .. }
            | Self::Law { .. }
            | Self::ShippedLaw { .. }
            | Self::OfficeSetUp
            | Self::CodesRequired(_)
            | Self::SealKey(_)
            | Self::Export(_) => None,
        }
    }
}

impl Entry {
    /// Whether somebody did it or, having an account, had it done to their account.
    pub fn concerns(&self, who: Who) -> bool {
        let object = self.act.object().map(Who::Account);
        self.who == who || object == Some(who)
    }
}
