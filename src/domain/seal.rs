//! Giữ bí mật người gửi: when a sender is protected, who was let know, and what a history tells of it.
//!
//! Owns [`Protection`], the part of a petition's handling that decides the seal and the list of those who may know the
//! sender, and the rules of who changes it. The identity itself is in the store's sealed record; who may open it is
//! answered by [`may_open_identity`] alone, which reads the list kept here.
//! Law: LTC 2018 Đ.8, Đ.9(1b), Đ.49(2), Đ.56. A complainant may ask for the same.

use serde::{Deserialize, Serialize};

use super::correction::Correction;
use super::correction::may_correct;
use super::correction::step::StepCorrection;
use super::event::{Event, Happening};
use super::id::AccountId;
use super::permission::{Actor, Role, may_open_identity};
use super::petition::{DocumentMention, Kind, Petition};
use super::workflow::{Capacity, deciding_as};

/// What happened to the protection of a sender. Stored by position: append only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealHappening {
    /// The sender of a complaint or a suggestion asked for it.
    Asked {
        /// Why, where it was written down.
        reason: Option<String>,
    },
    /// Hồ sơ mật ngoài hệ thống: the identity is in a paper file and was never entered.
    KeptOutside {
        /// Number of the paper file.
        file: String,
    },
    /// The competent person lets somebody know the sender of this case.
    AccessGiven {
        /// Who.
        to: AccountId,
        /// Why; empty where it is not told.
        reason: String,
    },
    /// That ended.
    AccessEnded {
        /// Whose.
        to: AccountId,
    },
    /// The competent person decided that the sender is not protected any more.
    Lifted {
        /// The decision.
        document: DocumentMention,
        /// Why.
        reason: String,
    },
}

/// How a sender is protected, as the history left it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// The sender asked for it.
    pub is_asked: bool,
    /// It was lifted by a decision.
    pub is_lifted: bool,
    /// Number of the paper file, where the identity is only there.
    pub outside: Option<String>,
    /// Who was let know, beside those whom the law names.
    pub readers: Vec<AccountId>,
}

impl Protection {
    /// The protection after one more happening.
    #[must_use]
    pub fn evolve(mut self, happening: &SealHappening) -> Self {
        match happening {
            SealHappening::Asked { .. } => {
                self.is_asked = true;
                self.is_lifted = false;
            }
            SealHappening::KeptOutside { file } => self.outside = Some(file.clone()),
            SealHappening::AccessGiven { to, .. } => {
                if !self.readers.contains(to) {
                    self.readers.push(*to);
                }
            }
            SealHappening::AccessEnded { to } => self.readers.retain(|reader| reader != to),
            SealHappening::Lifted { .. } => {
                self = Self { is_lifted: true, ..Self::default() };
            }
        }
        self
    }
}

impl Petition {
    /// Whether its sender must be under seal: every denunciation's, and who asked for it, until it was lifted.
    pub fn must_be_sealed(&self) -> bool {
        let protection = &self.protection;
        let is_protected = self.kind() == Kind::Denunciation || protection.is_asked;
        is_protected && !protection.is_lifted
    }

    /// Whether there is an identity under seal that could be opened: not where it is in a paper file alone.
    pub fn holds_identity(&self) -> bool {
        self.is_sealed() && self.protection.outside.is_none()
    }
}

/// In which capacity the actor names who else may know the sender; `None` is not at all.
pub fn may_name_readers(actor: &Actor, petition: &Petition) -> Option<Capacity> {
    let is_possible = petition.holds_identity() && actor.may_read(petition);
    deciding_as(actor, petition).filter(|_| is_possible)
}

/// In which capacity the actor lifts the seal; `None` is not at all (LTC 2018 Đ.56: the body chooses the measures).
pub fn may_lift(actor: &Actor, petition: &Petition) -> Option<Capacity> {
    may_name_readers(actor, petition)
}

/// In which capacity the actor records that the sender asks to be protected; `None` is not at all.
pub fn may_ask(actor: &Actor, petition: &Petition) -> Option<Capacity> {
    let has_sender = !petition.is_sealed() && petition.facts.petitioner.is_some();
    let records = || {
        may_correct(actor, petition)
            .or_else(|| deciding_as(actor, petition).filter(|_| actor.may_read(petition)))
    };
    if has_sender { records() } else { None }
}

/// Whether the actor reads for which reasons the identity was opened and others were let know: who may open it, and
/// the inspectors, who watch over it.
pub fn may_read_reasons(actor: &Actor, petition: &Petition) -> bool {
    let inspects = actor.posts.iter().any(|post| post.role == Role::Inspector);
    (inspects && actor.may_read(petition)) || may_open_identity(actor, petition).is_some()
}

/// A history as it is told to somebody who may not read those reasons.
pub fn without_reasons(mut history: Vec<Event>, is_sealed: bool) -> Vec<Event> {
    for event in &mut history {
        match &mut event.happening {
            Happening::IdentityOpened { reason }
            | Happening::Seal(SealHappening::AccessGiven { reason, .. }) => reason.clear(),
            Happening::Seal(SealHappening::Asked { reason }) => *reason = None,
            // Written while nobody was protected, perhaps, and then with the name in it.
            Happening::Corrected(Correction { reason, .. })
            | Happening::StepCorrected(StepCorrection { reason, .. }) => {
                if is_sealed {
                    reason.clear();
                }
            }
            Happening::Seal(
                SealHappening::KeptOutside { .. }
                | SealHappening::AccessEnded { .. }
                | SealHappening::Lifted { .. },
            )
            | Happening::Received
            | Happening::Assigned(_)
            | Happening::Resolved(_)
            | Happening::FiledAway
            | Happening::Paper(_)
            | Happening::Case(_)
            | Happening::HandedOver { .. } => {}
        }
    }
    history
}

impl Happening {
    /// For which reason somebody opened the identity or was let know; empty for anything else.
    pub fn reason_of_access(&self) -> &str {
        if let Self::IdentityOpened { reason }
        | Self::Seal(SealHappening::AccessGiven { reason, .. }) = self
        {
            reason
        } else {
            ""
        }
    }
}

/// Whether it only concerns who knows the sender: a form that was made before is not out of date for it.
pub fn is_about_access(happening: &Happening) -> bool {
    matches!(
        happening,
        Happening::IdentityOpened { .. }
            | Happening::Seal(
                SealHappening::AccessGiven { .. } | SealHappening::AccessEnded { .. }
            )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(to: u32) -> SealHappening {
        SealHappening::AccessGiven { to: AccountId(to), reason: "xác minh".into() }
    }

    #[test]
    fn a_list_is_given_ended_and_gone_with_the_seal() {
        let asked = Protection::default().evolve(&SealHappening::Asked { reason: None });
        let known = asked.evolve(&given(4)).evolve(&given(5)).evolve(&given(4));
        assert_eq!(known.readers, [AccountId(4), AccountId(5)]);
        let ended = known.evolve(&SealHappening::AccessEnded { to: AccountId(4) });
        assert_eq!((ended.readers.as_slice(), ended.is_asked), (&[AccountId(5)][..], true));
        let document = DocumentMention { number: "12/QĐ".into(), dated: None };
        let lifted =
            ended.evolve(&SealHappening::Lifted { document, reason: "đã đồng ý".into() });
        assert!(lifted.is_lifted && !lifted.is_asked && lifted.readers.is_empty());
        let again = lifted.evolve(&SealHappening::Asked { reason: None });
        assert!(again.is_asked && !again.is_lifted);
    }

    #[test]
    fn reasons_are_not_told_and_decisions_are() {
        let event = |happening| Event {
            happening,
            on: "2026-11-02".parse().unwrap(),
            entered_at: "2026-11-02T08:00:00+07:00".parse().unwrap(),
            by: None,
            capacity: None,
        };
        let opened = Happening::IdentityOpened { reason: "gọi ông Hai".into() };
        let document = DocumentMention { number: "12/QĐ".into(), dated: None };
        let lifted = SealHappening::Lifted { document, reason: "đã đồng ý".into() };
        let history = [opened, Happening::Seal(given(3)), Happening::Seal(lifted.clone())];
        let told = without_reasons(history.map(event).into(), true);
        let told: Vec<Happening> = told.into_iter().map(|event| event.happening).collect();
        let blank = SealHappening::AccessGiven { to: AccountId(3), reason: String::new() };
        let expected = [
            Happening::IdentityOpened { reason: String::new() },
            Happening::Seal(blank),
            Happening::Seal(lifted),
        ];
        assert_eq!(told, expected);
    }
}
