//! What a use case can answer instead of its result. The web maps it to a page, the command line to an exit code.

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::correction::step::StepFault;
use crate::domain::event::Event;
use crate::domain::id::PetitionId;
use crate::domain::organisation::Contradiction;
use crate::domain::permission::Missing;
use crate::domain::permission::tenure::TenureFault;
use crate::domain::workflow;
use crate::search::SearchError;
use crate::store::error::StoreError;
use crate::store::seal::SealFault;

/// Why a use case did not do what was asked.
#[derive(Debug, Error)]
pub enum AppError {
    /// The request makes no sense as it stands; the reason is for the person who asked.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The actor may not do this.
    #[error("not permitted")]
    Forbidden,
    /// No such thing, or none that the actor may see.
    #[error("not found")]
    NotFound,
    /// Somebody else was quicker: the petition is not what the form was made from.
    #[error("changed meanwhile, now at revision {}", .0.revision)]
    Conflict(Box<Conflict>),
    /// A failure of the store.
    #[error(transparent)]
    Store(StoreError),
    /// A failure of the index, which is disposable; or it is being built.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// Any other failure inside.
    #[error("{0}")]
    Internal(String),
}

impl From<Missing> for AppError {
    fn from(_: Missing) -> Self {
        Self::Forbidden
    }
}

impl AppError {
    /// The failure of what is only done if the journal tells of it: a full disk is said so.
    pub(super) fn of_telling(self) -> Self {
        match self {
            Self::Store(StoreError::DiskFull) => Refused::Untold.into(),
            Self::Refused(_)
            | Self::Forbidden
            | Self::NotFound
            | Self::Conflict(_)
            | Self::Store(_)
            | Self::Search(_)
            | Self::Internal(_) => self,
        }
    }
}

/// A missing key of the seal is no failure of the store: it refuses what needs the key, and everything else goes on.
impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Seal(fault) => Self::Refused(Refused::Seal(fault)),
            error @ (StoreError::AlreadyOpen
            | StoreError::Newer { .. }
            | StoreError::Corrupt { .. }
            | StoreError::TooLong { .. }
            | StoreError::DiskFull
            | StoreError::Io(_)
            | StoreError::Database(_)) => Self::Store(error),
        }
    }
}

/// What happened to a petition since a form was made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The petition's revision now.
    pub revision: u32,
    /// What happened since, oldest first.
    pub since: Vec<Event>,
}

/// A request that the rules of the office refuse.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refused {
    /// The user name is taken.
    #[error("user name is taken")]
    UserNameTaken,
    /// The user name is empty or has blanks.
    #[error("user name has blanks or is empty")]
    BadUserName,
    /// The password is too easily guessed.
    #[error("password is too weak: {0}")]
    WeakPassword(Weakness),
    /// Name and password do not fit, or the account is closed.
    #[error("wrong user name or password")]
    WrongCredentials,
    /// The password that confirms a change of one's own account does not fit.
    #[error("wrong password")]
    WrongPassword,
    /// Too many wrong sign-ins from this address: in so many seconds again.
    #[error("too many tries, wait {0} s")]
    TooManyTries(u64),
    /// The account holds no post today.
    #[error("no post today")]
    NoPostToday,
    /// The one-time code does not fit, or was used before.
    #[error("wrong one-time code")]
    WrongCode,
    /// The password was given too long ago, or too many codes were wrong.
    #[error("the sign-in has to begin again")]
    SignInLapsed,
    /// A post can't be given or ended so.
    #[error("post: {0}")]
    Tenure(#[from] TenureFault),
    /// A unit's role was given without a unit.
    #[error("this role is held for a unit")]
    PostNeedsUnit,
    /// No role was given.
    #[error("an account needs a role")]
    NoPost,
    /// From this day on there would be no administrator.
    #[error("nobody would be administrator from {0} on")]
    LastAdministrator(NaiveDate),
    /// The one-time link was used or never made.
    #[error("the one-time link is not valid")]
    SetupClosed,
    /// A unit of this name exists.
    #[error("a unit of this name exists")]
    UnitNameTaken,
    /// A required text is empty or too long.
    #[error("a required text is empty or too long")]
    BadText,
    /// The day of receipt lies in the future or before the book.
    #[error("implausible day of receipt")]
    ImplausibleReceipt,
    /// The form already made this petition, and holds something else by now.
    #[error("the form already made {0}")]
    FormUsed(PetitionId),
    /// The import was undone already, or one of its petitions has been worked on.
    #[error("the import can't be undone: {0}")]
    CannotUndo(UndoObstacle),
    /// The held row was corrected or dropped before.
    #[error("the row is not waiting any more")]
    RowNotWaiting,
    /// A step that the law or the competence forbids, with the article.
    #[error(transparent)]
    ByLaw(#[from] workflow::Refused),
    /// A step dated after today.
    #[error("the day lies in the future")]
    FutureDay,
    /// The person is no officer of the unit that holds the petition.
    #[error("not an officer of the unit")]
    NotAnOfficer,
    /// A change of a unit contradicts what is known, or a unit that is named does not exist on the day.
    #[error("the change of the unit contradicts: {0}")]
    Unit(Contradiction),
    /// A petition that a command names does not exist.
    #[error("no petition {0}")]
    NoSuchPetition(PetitionId),
    /// What must stand in the journal to be done, and the disk is full.
    #[error("the journal can't be told")]
    Untold,
    /// What is under seal can't be opened, or nothing can be put under it.
    #[error("the seal: {0}")]
    Seal(SealFault),
    /// The person does not reach the petition, or knows the sender already.
    #[error("can't be let know")]
    CannotBeLetKnow,
    /// A correction that can't be.
    #[error(transparent)]
    Correction(#[from] CorrectionRefused),
    /// A correction of a step that can't be.
    #[error(transparent)]
    Step(#[from] StepFault),
}

/// Why a password is too easily guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Weakness {
    /// Fewer characters than needed.
    #[error("too short")]
    TooShort,
    /// One of the commonest, perhaps with something before or after it, or the same again and again.
    #[error("common")]
    Common,
    /// It has the name of the person, of the account or of the office in it.
    #[error("contains a name")]
    Name,
}

/// Why nothing is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CorrectionRefused {
    /// Nothing differs from the record.
    #[error("nothing differs")]
    Nothing,
    /// The number belongs to the book of this year, so the day of receipt does.
    #[error("the number belongs to the book of {0}")]
    ReceiptOfAnotherYear(u16),
    /// The first step was taken on this day.
    #[error("the first step was taken on {0}")]
    ReceiptAfterStep(NaiveDate),
}

/// Why an import stays.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UndoObstacle {
    /// It was undone before.
    #[error("undone before")]
    AlreadyUndone,
    /// It is still running.
    #[error("still running")]
    Running,
    /// This petition was worked on since.
    #[error("{0} was worked on")]
    WorkedOn(PetitionId),
}
