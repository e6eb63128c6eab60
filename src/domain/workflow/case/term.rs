//! What changes the term of settling: complexity, extension, suspension.
//!
//! Owns the three with their commands, happenings and conditions. A longer term is approved before the term ends and
//! within the caps of its row (LKN Đ.28, 37; LTC 2018 Đ.30); a complaint is made longer by the record of its
//! complexity, a denunciation by a decision. Suspended time is not counted (LKN Đ.11a; LTC 2018 Đ.34).
//! Called by `workflow::case`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::grounds::{ComplexityCriterion, SuspensionGround};
use super::super::provision::Provision;
use super::super::{Asked, Missing, Refusal, Refused};
use super::Case;
use crate::domain::deadline::{Clock, DeadlineError, Extension, ExtensionRefused, Pause};
use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::petition::Kind;
use crate::domain::rulebook::Complexity;

/// Ghi nhận mức độ phức tạp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComplexityFound {
    /// How complex.
    pub complexity: Complexity,
    /// By which criteria of the decree.
    pub criteria: Vec<ComplexityCriterion>,
    /// Why, where the law of the day has no criteria.
    pub reason: Option<String>,
    /// The paper that records it.
    pub document: Option<IssuedDocument>,
}

/// What people ask to do with the term.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is that of the happening it leads to")]
pub enum TermCommand {
    /// Ghi nhận phức tạp.
    RecordComplexity(ComplexityFound),
    /// The unit asks for an extension.
    AskExtension { days: u16, reason: String },
    /// The competent person grants one.
    Extend { days: u16, document: IssuedDocument },
    /// The competent person does not.
    DenyExtension { remark: String },
    /// Tạm đình chỉ.
    Suspend { ground: SuspensionGround, document: IssuedDocument },
    /// Tiếp tục.
    Resume { document: IssuedDocument },
}

/// What happened to the term. Members are only ever appended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum TermHappening {
    /// Its complexity was recorded.
    ComplexityRecorded(ComplexityFound),
    /// An extension was asked for.
    ExtensionAsked {
        /// How long, in the unit of the rule.
        days: u16,
        /// Why.
        reason: String,
    },
    /// An extension was granted.
    Extended {
        /// How long, in the unit of the rule.
        days: u16,
        /// The decision.
        document: IssuedDocument,
    },
    /// An extension was not granted.
    ExtensionDenied {
        /// Why.
        remark: String,
    },
    /// Settling rests.
    Suspended {
        /// Why.
        ground: SuspensionGround,
        /// The decision.
        document: IssuedDocument,
    },
    /// Settling goes on.
    Resumed {
        /// The decision.
        document: IssuedDocument,
    },
}

impl Case {
    /// The case after its term changed.
    pub(super) fn evolve_term(mut self, happening: &TermHappening, on: NaiveDate) -> Self {
        match happening {
            TermHappening::ComplexityRecorded(found) => self.complexity = found.complexity,
            TermHappening::ExtensionAsked { days, .. } => self.extension_asked = Some(*days),
            TermHappening::ExtensionDenied { .. } => self.extension_asked = None,
            TermHappening::Extended { days, document } => {
                self.extension_asked = None;
                let document = Some(document.number.clone());
                self.extensions.push(Extension { decided_on: on, days: *days, document });
            }
            TermHappening::Suspended { document, .. } => self.pauses.push(Pause {
                suspended_on: on,
                resumed_on: None,
                document: document.number.clone(),
            }),
            TermHappening::Resumed { .. } => {
                if let Some(pause) = self.pauses.last_mut() {
                    pause.resumed_on = Some(on);
                }
            }
        }
        self
    }
}

/// What happens, or the article that forbids it.
pub(super) fn decide(
    asked: &Asked<'_>,
    case: &Case,
    command: &TermCommand,
) -> Result<TermHappening, Refused> {
    match command {
        TermCommand::RecordComplexity(found) => {
            check_complexity(asked, case, found)?;
            Ok(TermHappening::ComplexityRecorded(found.clone()))
        }
        TermCommand::AskExtension { days, reason } => {
            check_extension(asked, case, *days)?;
            asked.text(reason, Provision::LongerTerm, Missing::Reason)?;
            Ok(TermHappening::ExtensionAsked { days: *days, reason: reason.clone() })
        }
        TermCommand::Extend { days, document } => {
            check_extension(asked, case, *days)?;
            let kinds = [DocumentKind::ExtensionDecision];
            asked.document(document, &kinds, Provision::LongerTerm)?;
            Ok(TermHappening::Extended { days: *days, document: document.clone() })
        }
        TermCommand::DenyExtension { remark } => {
            if case.extension_asked.is_none() {
                return Err(asked.refused(Provision::LongerTerm, Refusal::DoesNotFit));
            }
            asked.text(remark, Provision::LongerTerm, Missing::Remark)?;
            Ok(TermHappening::ExtensionDenied { remark: remark.clone() })
        }
        TermCommand::Suspend { ground, document } => {
            let provision = check_suspension(asked, case, *ground)?;
            asked.document(document, &[DocumentKind::SuspensionDecision], provision)?;
            Ok(TermHappening::Suspended { ground: *ground, document: document.clone() })
        }
        TermCommand::Resume { document } => {
            let provision = suspension_of(asked.petition.settled_as());
            if !case.is_suspended() {
                return Err(asked.refused(provision, Refusal::NotSuspended));
            }
            asked.document(document, &[DocumentKind::ResumptionDecision], provision)?;
            Ok(TermHappening::Resumed { document: document.clone() })
        }
    }
}

fn suspension_of(kind: Kind) -> Provision {
    match kind {
        Kind::Complaint => Provision::SuspendComplaint,
        Kind::Denunciation => Provision::SuspendDenunciation,
        Kind::Suggestion => Provision::AnswerSuggestion,
    }
}

/// A complaint rests where the law of the day knows it; a denunciation where the Act that it was accepted under does
/// (LTC 2018 Đ.66).
fn check_suspension(
    asked: &Asked<'_>,
    case: &Case,
    ground: SuspensionGround,
) -> Result<Provision, Refused> {
    let kind = asked.petition.settled_as();
    let provision = suspension_of(kind);
    let decides = match kind {
        Kind::Complaint | Kind::Suggestion => asked.on,
        Kind::Denunciation => case.acceptance.as_ref().map_or(asked.on, |accepted| accepted.on),
    };
    asked.in_force(provision, decides)?;
    if ground.holds_for(kind) {
        Ok(provision)
    } else {
        Err(asked.refused(provision, Refusal::DoesNotFit))
    }
}

/// The settling clock, and that it still runs on the day.
fn running(asked: &Asked<'_>, case: &Case) -> Result<Clock, Refused> {
    let refuse = |why| asked.refused(Provision::LongerTerm, why);
    let Some(clock) = case.settling(asked.law.rulebook) else {
        return Err(refuse(Refusal::DoesNotFit));
    };
    let due =
        clock.explain(asked.law.calendar, asked.on).map_err(|wrong| refuse(wrong.into()))?.due;
    if asked.on > due { Err(refuse(Refusal::TermOver(due))) } else { Ok(clock) }
}

fn check_extension(asked: &Asked<'_>, case: &Case, days: u16) -> Result<(), Refused> {
    let clock = running(asked, case)?;
    clock.may_extend(asked.on, days, asked.law.calendar).map_err(|wrong| {
        let article = match &wrong {
            ExtensionRefused::NotAllowed(citation)
            | ExtensionRefused::TooMany { citation, .. }
            | ExtensionRefused::TooLong { citation, .. }
            | ExtensionRefused::NoDeadline(DeadlineError::Unset { citation, .. }) => {
                citation.clone()
            }
            ExtensionRefused::TooLate(_)
            | ExtensionRefused::NoDeadline(
                DeadlineError::Pauses(_) | DeadlineError::OutOfRange,
            ) => clock.rule.citation.clone(),
        };
        Refused { why: wrong.into(), article }
    })
}

/// Criteria count where a decree of the day lists them, two for the highest degree; before that a reason does.
fn check_complexity(
    asked: &Asked<'_>,
    case: &Case,
    found: &ComplexityFound,
) -> Result<(), Refused> {
    let kind = asked.petition.settled_as();
    let provision = match kind {
        Kind::Complaint => Provision::ComplexComplaint,
        Kind::Denunciation => Provision::ComplexDenunciation,
        Kind::Suggestion => Provision::AnswerSuggestion,
    };
    let needed = match (found.complexity, kind) {
        (Complexity::Ordinary, Kind::Complaint | Kind::Denunciation) => 0,
        (Complexity::Complex, Kind::Complaint | Kind::Denunciation) => 1,
        (Complexity::VeryComplex, Kind::Denunciation) => 2,
        (Complexity::VeryComplex, Kind::Complaint)
        | (
            Complexity::Ordinary | Complexity::Complex | Complexity::VeryComplex,
            Kind::Suggestion,
        ) => {
            return Err(asked.refused(provision, Refusal::DoesNotFit));
        }
    };
    running(asked, case)?;
    let mut criteria = found.criteria.clone();
    criteria.sort_unstable();
    criteria.dedup();
    if asked.law.provisions.holds(provision, asked.on) {
        if criteria.len() < needed {
            return Err(asked.refused(provision, Refusal::Missing(Missing::Criteria)));
        }
        if found.document.is_none() && kind == Kind::Complaint {
            return Err(asked.refused(provision, Refusal::Missing(Missing::Document)));
        }
    } else {
        let reason = found.reason.as_deref().unwrap_or_default();
        asked.text(reason, Provision::LongerTerm, Missing::Reason)?;
    }
    match &found.document {
        Some(document) => asked.document(document, &[DocumentKind::ComplexityRecord], provision),
        None => Ok(()),
    }
}
