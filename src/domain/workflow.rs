//! The way of a petition: what may be done with it now, by whom, and what happens then.
//!
//! Owns the contract of the two state machines, the handling of the paper ([`petition`]) and the settling of the matter
//! ([`case`]): [`decide`] refuses with an article of the law or returns happenings, and changes nothing; the one
//! `evolve` is [`Handling::evolve`](super::event::Handling::evolve). Dates and articles are rows ([`provision`],
//! `rulebook`), never code.
//! Invariant: what `decide` returns can be folded onto the petition and leads to a state of the tables.
//! Called by `app`, which passes the actor, the law and the legal day in.

pub mod case;
pub mod clocks;
pub mod competence;
pub mod grounds;
pub mod petition;
pub mod provision;
pub mod stage;
pub mod table;

use chrono::NaiveDate;
use thiserror::Error;

use super::calendar::Calendar;
use super::deadline::{DeadlineError, ExtensionRefused};
use super::document::{DocumentKind, IssuedDocument};
use super::event::Happening;
use super::permission::Actor;
use super::petition::{Petition, closed_set};
use super::rulebook::{Instance, Rulebook};

pub use clocks::{ClockKind, Term, clocks, due_on};
pub use competence::{Capacity, acting_as, deciding_as, may, opening_as, registering_as};
pub use stage::Stage;
pub use table::{Move, offered};

use case::CaseCommand;
use petition::PaperCommand;
use provision::{Provision, Provisions};

/// What somebody asks to do with a petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// With the paper.
    Paper(PaperCommand),
    /// With the case.
    Case(CaseCommand),
}

impl Command {
    /// The document that the step issues, where it is of the office's own series.
    pub fn document_mut(&mut self) -> Option<&mut IssuedDocument> {
        match self {
            Self::Paper(PaperCommand::Dispatch(document)) => Some(document),
            Self::Paper(
                PaperCommand::Classify(_)
                | PaperCommand::Propose(_)
                | PaperCommand::Agree { .. }
                | PaperCommand::SendBack { .. }
                | PaperCommand::Approve { .. }
                | PaperCommand::Split { .. },
            ) => None,
            Self::Case(command) => command.document_mut(),
        }
    }
}

/// The law and what belongs to it.
#[derive(Debug, Clone, Copy)]
pub struct Law<'a> {
    /// Terms.
    pub rulebook: &'a Rulebook,
    /// Working days.
    pub calendar: &'a Calendar,
    /// What moves are allowed, and since when.
    pub provisions: &'a Provisions,
    /// Whether the petition's unit lies in vùng sâu, vùng xa on the day; kept with the case when it is accepted.
    pub is_remote: bool,
    /// How many days before the legal due date a unit that advises hands its draft in (a setting).
    pub internal_days_ahead: u16,
}

closed_set! {
    /// What a command left out.
    Missing {
        /// A word of explanation to the one who gets it back.
        Remark = "y-kien",
        /// Why.
        Reason = "ly-do",
        /// At least one ground or reason of the list.
        Grounds = "can-cu",
        /// The body it goes to.
        Body = "co-quan",
        /// The slip.
        Proposal = "de-xuat",
        /// The axes.
        Classification = "phan-loai",
        /// The number of the document.
        Number = "so-van-ban",
        /// Who signed it.
        Signer = "nguoi-ky",
        /// To whom it was sent.
        Recipients = "noi-nhan",
        /// The document.
        Document = "van-ban",
        /// What was done.
        Text = "noi-dung",
        /// Enough criteria for the complexity.
        Criteria = "tieu-chi",
        /// The dialogue.
        Dialogue = "doi-thoai",
        /// The sending.
        Sending = "gui",
        /// The publication.
        Publication = "cong-khai",
        /// The withdrawal.
        Withdrawal = "rut-don",
        /// On which of the two terms it is given.
        Mode = "che-do-giao",
    }
}

/// Why a move is not made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The actor is not competent for it here.
    #[error("not within the competence of the actor")]
    NotYours,
    /// Not in this step; the step by its code.
    #[error("not possible in step {0}")]
    NotInThisStep(&'static str),
    /// The case rests.
    #[error("settling is suspended")]
    Suspended,
    /// The case does not rest.
    #[error("settling is not suspended")]
    NotSuspended,
    /// The law of the day knows no such move.
    #[error("not in force on {0}")]
    NotInForce(NaiveDate),
    /// Does not go with the kind, the instance, the source or what the desk found.
    #[error("does not fit the petition")]
    DoesNotFit,
    /// The head of the unit may not settle it.
    #[error("not within the competence of the unit")]
    UnitNotCompetent,
    /// Something is left out.
    #[error("missing: {0:?}")]
    Missing(Missing),
    /// Before a step that was taken already.
    #[error("an earlier step was taken on {0}")]
    BeforeEarlierStep(NaiveDate),
    /// Another document belongs to the step; the first kind that would do.
    #[error("the step is taken by another document: {0:?}")]
    WrongDocument(DocumentKind),
    /// The document has another date than the step.
    #[error("the document is dated {0}")]
    DocumentOfAnotherDay(NaiveDate),
    /// The notice was later than this.
    #[error("notice had to be given by {0}")]
    NoticeTooShort(NaiveDate),
    /// The decision has effect after this day only.
    #[error("without effect until {0}")]
    WithoutEffectUntil(NaiveDate),
    /// The term is over, so it is not made longer.
    #[error("the term ended on {0}")]
    TermOver(NaiveDate),
    /// It was withdrawn as a whole: settling is discontinued and nothing else.
    #[error("withdrawn: settling is discontinued")]
    Withdrawn,
    /// The unit that advises would be done no sooner than the law's term.
    #[error("the legal term ends on {0}")]
    AfterLegalTerm(NaiveDate),
    /// It is settled all the same.
    #[error("settled in spite of the withdrawal")]
    MustGoOn,
    /// Outside the caps of extension.
    #[error(transparent)]
    Extension(#[from] ExtensionRefused),
    /// A due date cannot be reckoned.
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
}

/// A move that was refused, with the article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{why} ({article})")]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// Where the law says so.
    pub article: String,
}

/// A command in its circumstances: what the parts of `decide` look at.
struct Asked<'a> {
    petition: &'a Petition,
    law: &'a Law<'a>,
    on: NaiveDate,
}

impl Asked<'_> {
    fn refused(&self, provision: Provision, why: Refusal) -> Refused {
        let article = self.law.provisions.citation(provision, self.on).to_owned();
        Refused { why, article }
    }

    /// A move that the law knows from a day on, by the day that decides.
    fn in_force(&self, provision: Provision, on: NaiveDate) -> Result<(), Refused> {
        if self.law.provisions.holds(provision, on) {
            Ok(())
        } else {
            Err(self.refused(provision, Refusal::NotInForce(on)))
        }
    }

    fn text(&self, text: &str, provision: Provision, missing: Missing) -> Result<(), Refused> {
        if text.trim().is_empty() {
            Err(self.refused(provision, Refusal::Missing(missing)))
        } else {
            Ok(())
        }
    }

    /// Lần giải quyết, as classified.
    fn instance(&self) -> Instance {
        self.petition.instance()
    }

    /// The document of a step: of a kind that takes it, of its day, numbered and signed.
    fn document(
        &self,
        document: &IssuedDocument,
        kinds: &[DocumentKind],
        provision: Provision,
    ) -> Result<(), Refused> {
        if let Some(expected) = kinds.first().filter(|_| !kinds.contains(&document.kind)) {
            return Err(self.refused(provision, Refusal::WrongDocument(*expected)));
        }
        self.text(&document.number, provision, Missing::Number)?;
        self.text(&document.signer, provision, Missing::Signer)?;
        if document.dated == self.on {
            Ok(())
        } else {
            Err(self.refused(provision, Refusal::DocumentOfAnotherDay(document.dated)))
        }
    }

    /// Steps follow each other in time, and none comes before the receipt.
    fn in_time(&self) -> Result<(), Refused> {
        let case = self.petition.case.as_ref().map(|case| case.moved_on);
        let last = case.or(self.petition.paper.moved_on);
        let earliest = last.unwrap_or(self.petition.facts.received_on);
        let earliest = earliest.max(self.petition.facts.received_on);
        if self.on < earliest {
            let why = Refusal::BeforeEarlierStep(earliest);
            return Err(self.refused(Provision::settling(self.petition.kind()), why));
        }
        Ok(())
    }
}

/// What happens when `actor` gives a command on a legal day, or the article that forbids it.
///
/// A note of a step or of a court ([`CaseCommand::is_note`]) may be dated before the last step: it moves nothing.
pub fn decide(
    petition: &Petition,
    command: &Command,
    actor: &Actor,
    law: &Law<'_>,
    on: NaiveDate,
) -> Result<Vec<Happening>, Refused> {
    let asked = Asked { petition, law, on };
    if !may(actor, command.made(), petition) {
        return Err(asked.refused(Provision::CompetentPerson, Refusal::NotYours));
    }
    match command {
        Command::Paper(command) => {
            asked.in_time()?;
            petition::decide(&asked, command)
        }
        Command::Case(command) => {
            if !command.is_note() {
                asked.in_time()?;
            }
            case::decide(&asked, command)
        }
    }
}

#[cfg(test)]
mod tests;
