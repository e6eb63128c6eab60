//! The clocks of a petition, shown apart: which of them run, since when, and what stopped them.
//!
//! Owns [`clocks`]: processing and the alarm from the receipt until the paper is assigned, dispatched or filed;
//! transfer of a denunciation that is not ours; acceptance; settling from the acceptance; the unit's own date; sending
//! and publication from the issue; the reply to who came in person, and the notices to the parties. Suspended time does not count for settling and the unit's date.
//! Invariant: a clock is judged by the row of its base event's day, settling by the row that the acceptance kept.
//! Called by the petition's page, the queues, oversight and the reports.

use chrono::{Days, NaiveDate};

use super::Law;
use super::case::{Case, NoticeOf, until_effect};
use super::petition::{Competence, PaperStep};
use crate::domain::calendar::Calendar;
use crate::domain::deadline::{Clock, ClockState, DeadlineError, Pause, internal_date};
use crate::domain::petition::{AssignmentMode, Channel, Kind, Petition, closed_set};
use crate::domain::rulebook::{Selector, Stage};

/// The family of the reply to a sender who came in person (LTCD Đ.28(1)).
const REPLY: &str = "TCD-28.1";
/// The family of the notice that a denunciation was accepted (LTC 2018 Đ.29(3)).
const ACCEPTANCE_NOTICE: &str = "TC-TBTL";
/// The family of sending what suspends, resumes or ends a complaint (NĐ 124/2020 Đ.28b).
const COMPLAINT_DECISIONS: &str = "KN-TDC";
/// The same of a denunciation (LTC 2018 Đ.34).
const DENUNCIATION_DECISIONS: &str = "TC-TDC";
/// The family of what follows from a conclusion (LTC 2018 Đ.36(1)).
const HANDLING: &str = "TC-XL";
/// The family of assigning the enforcement of a decision (NĐ 124/2020 Đ.31).
const ENFORCEMENT: &str = "KN-THA";

closed_set! {
    /// What a clock of a petition is for.
    ClockKind {
        /// Xử lý đơn.
        Processing = "xu-ly",
        /// Chuyển tố cáo không thuộc thẩm quyền.
        Transfer = "chuyen",
        /// Thụ lý.
        Acceptance = "thu-ly",
        /// Giải quyết.
        Settling = "giai-quyet",
        /// Hạn nội bộ của đơn vị.
        Internal = "noi-bo",
        /// Gửi.
        Sending = "gui",
        /// Công khai.
        Publication = "cong-khai",
        /// Báo động.
        Alarm = "bao-dong",
        /// Trả lời người gửi đơn.
        Reply = "tra-loi",
        /// Thông báo thụ lý.
        AcceptanceNotice = "thong-bao-thu-ly",
        /// Gửi quyết định tạm đình chỉ.
        SuspensionNotice = "gui-tam-dinh-chi",
        /// Gửi quyết định tiếp tục.
        ResumptionNotice = "gui-tiep-tuc",
        /// Gửi quyết định đình chỉ.
        DiscontinuanceNotice = "gui-dinh-chi",
        /// Xử lý theo kết luận nội dung tố cáo.
        Handling = "xu-ly-ket-luan",
        /// Giao thi hành quyết định giải quyết khiếu nại.
        Enforcement = "giao-thi-hanh",
    }
}

/// A term that runs for a petition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// One of the law, that explains itself.
    Legal(Box<Clock>),
    /// A date that a leader set, or that the setting puts ahead of the legal one.
    Set {
        /// The last day, suspended time included.
        due_on: NaiveDate,
        /// Since when it rests.
        suspended_on: Option<NaiveDate>,
        /// When what was due was done, or the case ended otherwise.
        stopped_on: Option<NaiveDate>,
    },
}

impl Term {
    /// How it stands on a day.
    pub fn state(&self, on: NaiveDate, calendar: &Calendar) -> Result<ClockState, DeadlineError> {
        let (due, suspended_on, stopped_on) = match self {
            Self::Legal(clock) => return clock.state(on, calendar),
            Self::Set { due_on, suspended_on, stopped_on } => (*due_on, suspended_on, stopped_on),
        };
        if let Some(stopped) = stopped_on.filter(|stopped| *stopped <= on) {
            let days_over = (stopped - due).num_days();
            return Ok(match days_over {
                1.. => ClockState::Missed { on: stopped, due, days_over },
                _ => ClockState::Met { on: stopped, due },
            });
        }
        if let Some(since) = suspended_on.filter(|since| *since <= on && *since <= due) {
            return Ok(ClockState::Suspended { since, due_if_resumed: due });
        }
        let days_left = (due - on).num_days();
        Ok(match days_left {
            0.. => ClockState::Running { due, days_left },
            _ => ClockState::Overdue { due, days_over: -days_left },
        })
    }
}

/// The clocks by all that has happened, in the order in which they start; `on` is the day asked about.
pub fn clocks(petition: &Petition, law: &Law<'_>, on: NaiveDate) -> Vec<(ClockKind, Term)> {
    let view = View { petition, law, on };
    let mut found = vec![view.of_paper(ClockKind::Processing, Stage::Processing)];
    found.push(view.of_paper(ClockKind::Alarm, Stage::Alarm));
    found.push(view.transfer());
    found.push(view.acceptance());
    found.push(view.reply());
    if let Some(case) = &petition.case {
        found.push(view.settling(case));
        found.push(view.internal(case));
        found.push(view.of_result(case, ClockKind::Sending, Stage::Sending, case.sent_on));
        found.push(view.of_result(
            case,
            ClockKind::Publication,
            Stage::Publication,
            case.published_on,
        ));
        found.extend(NoticeOf::ALL.iter().map(|of| view.notice(case, *of)));
        found.push(view.handling(case));
        found.push(view.enforcement(case));
    }
    found.into_iter().flatten().collect()
}

/// The day that counts for a petition: the earliest of the terms that run on a day; after the end the one that was met
/// or missed.
///
/// `None` while the case rests, and where no term is known. The alarm is no term to be met, and what is owed beside the
/// settling (replies, notices) or after the result (sending, publication) does not make a petition overdue.
pub fn due_on(petition: &Petition, law: &Law<'_>, on: NaiveDate) -> Option<NaiveDate> {
    let is_open = petition.stage().is_open();
    if is_open && petition.case.as_ref().is_some_and(Case::is_suspended) {
        return None;
    }
    let dues = clocks(petition, law, on).into_iter().filter_map(|(kind, term)| {
        let is_meant = match kind {
            ClockKind::Processing => is_open || petition.paper.step != PaperStep::Settling,
            ClockKind::Transfer | ClockKind::Acceptance => is_open,
            ClockKind::Settling | ClockKind::Internal => true,
            ClockKind::Sending
            | ClockKind::Publication
            | ClockKind::Alarm
            | ClockKind::Reply
            | ClockKind::AcceptanceNotice
            | ClockKind::SuspensionNotice
            | ClockKind::ResumptionNotice
            | ClockKind::DiscontinuanceNotice
            | ClockKind::Handling
            | ClockKind::Enforcement => false,
        };
        match term.state(on, law.calendar).ok()? {
            ClockState::Running { due, .. } | ClockState::Overdue { due, .. } => Some((due, true)),
            ClockState::Met { due, .. } | ClockState::Missed { due, .. } => Some((due, false)),
            ClockState::Suspended { .. } => None,
        }
        .filter(|(_, runs)| is_meant && *runs == is_open)
    });
    let dues = dues.map(|(due, _)| due);
    // Of an advising unit's date and the legal one the legal one judges the ended case.
    if is_open { dues.min() } else { dues.max() }
}

/// A petition under the law on a day.
struct View<'a> {
    petition: &'a Petition,
    law: &'a Law<'a>,
    on: NaiveDate,
}

type Running = Option<(ClockKind, Term)>;

impl View<'_> {
    /// The clock of a stage from a base event; `None` where the law of that day has no such term.
    fn clock(&self, stage: Stage, base: NaiveDate, stopped_on: Option<NaiveDate>) -> Option<Term> {
        // Handing it on goes by what it is, settling by the order it is settled in.
        let kind = if stage == Stage::Transfer {
            self.petition.kind()
        } else {
            self.petition.settled_as()
        };
        let rule = self.law.rulebook.choose(&Selector {
            stage,
            kind,
            instance: (kind == Kind::Complaint).then(|| self.petition.instance()),
            is_remote: self.law.is_remote,
            on: base,
        })?;
        let mut clock = Clock::new(rule.clone(), base);
        clock.stopped_on = stopped_on;
        Some(Term::Legal(Box::new(clock)))
    }

    fn of_paper(&self, kind: ClockKind, stage: Stage) -> Running {
        let ended_on = self.petition.paper.ended_on;
        Some((kind, self.clock(stage, self.petition.facts.received_on, ended_on)?))
    }

    /// A denunciation that another body settles.
    fn transfer(&self) -> Running {
        let found = self.petition.paper.classification.as_ref()?;
        match found.competence {
            Competence::Ours => None,
            Competence::Other { .. } => self.of_paper(ClockKind::Transfer, Stage::Transfer),
        }
    }

    /// From the receipt by the one who accepts: the unit's, where the unit settles. A past ledger does not tell.
    fn acceptance(&self) -> Running {
        let paper = &self.petition.paper;
        let case = self.petition.case.as_ref();
        let found = paper.classification.as_ref()?;
        if found.competence != Competence::Ours || !found.is_eligible() {
            return None;
        }
        let mode = self.petition.assignment.as_ref().and_then(|given| given.mode);
        let base = match (mode, case) {
            (Some(AssignmentMode::Settle), Some(case)) => case.assigned_on,
            (Some(AssignmentMode::Settle | AssignmentMode::VerifyAndAdvise) | None, _) => {
                self.petition.facts.received_on
            }
        };
        let accepted_on =
            case.and_then(|case| case.acceptance.as_ref()).map(|accepted| accepted.on);
        let ended_on = match case {
            Some(case) => case.ended_on,
            None => paper.ended_on.filter(|_| paper.step != PaperStep::Settling),
        };
        let term = self.clock(Stage::Acceptance, base, accepted_on.or(ended_on))?;
        Some((ClockKind::Acceptance, term))
    }

    /// By the row that the acceptance kept. The leader's date, where the law sets no term or nothing was accepted yet.
    fn settling(&self, case: &Case) -> Running {
        if let Some(clock) = case.settling(self.law.rulebook)
            && clock.rule.value.is_some()
        {
            return Some((ClockKind::Settling, Term::Legal(Box::new(clock))));
        }
        let given = self.petition.assignment.as_ref()?;
        match (self.petition.settled_as(), given.mode) {
            (Kind::Suggestion, _) | (_, Some(AssignmentMode::Settle) | None) => {}
            (Kind::Complaint | Kind::Denunciation, Some(AssignmentMode::VerifyAndAdvise)) => {
                return None;
            }
        }
        Some((ClockKind::Settling, self.set(given.due_on?, &[], case.ended_on)))
    }

    /// The unit's own date where the leader keeps the legal clock: until it hands its draft in.
    fn internal(&self, case: &Case) -> Running {
        let given = self.petition.assignment.as_ref()?;
        match given.mode {
            Some(AssignmentMode::VerifyAndAdvise) => {}
            Some(AssignmentMode::Settle) | None => return None,
        }
        let done_on = case.handed_in_on.or(case.ended_on);
        if let Some(due_on) = given.due_on {
            return Some((ClockKind::Internal, self.set(due_on, &case.pauses, done_on)));
        }
        let mut clock = case.settling(self.law.rulebook)?;
        clock.stopped_on = done_on;
        let due = clock.explain(self.law.calendar, self.on).ok()?.due;
        let due_on = internal_date(due, self.law.internal_days_ahead, self.law.calendar)?;
        let suspended_on = open_since(&case.pauses);
        Some((ClockKind::Internal, Term::Set { due_on, suspended_on, stopped_on: done_on }))
    }

    /// A set date, later by the days for which the case rested.
    fn set(&self, due_on: NaiveDate, pauses: &[Pause], stopped_on: Option<NaiveDate>) -> Term {
        let until = stopped_on.unwrap_or(self.on);
        let mut due = due_on;
        for pause in pauses {
            if pause.suspended_on <= due {
                let rested = pause.resumed_on.unwrap_or(until).max(pause.suspended_on);
                let days = (rested - pause.suspended_on).num_days().unsigned_abs();
                due = due.checked_add_days(Days::new(days)).unwrap_or(due);
            }
        }
        if due != due_on {
            due = self.law.calendar.roll_forward(due).unwrap_or(due);
        }
        Term::Set { due_on: due, suspended_on: open_since(pauses), stopped_on }
    }

    /// To the sender who came in person and is known: until the acceptance, or the paper that says otherwise. That more
    /// time is needed for verification (Đ.28(1b)) is an answer as well, but no event tells of it. A past ledger does not
    /// tell what was answered.
    fn reply(&self) -> Running {
        let petition = self.petition;
        let case = petition.case.as_ref();
        let came = petition.facts.source.as_ref().is_some_and(|source| match source.channel {
            Channel::Counter | Channel::Reception => true,
            Channel::Post | Channel::Forwarded | Channel::Leader | Channel::Online => false,
        });
        let is_known = petition.facts.petitioner.is_some() || petition.is_sealed();
        let is_past = case.is_some() && petition.paper.classification.is_none();
        if !came || !is_known || is_past {
            return None;
        }
        let answered_on = match case {
            Some(case) => case.acceptance.as_ref().map(|accepted| accepted.on).or(case.ended_on),
            None => petition.paper.ended_on,
        };
        let base = petition.facts.received_on;
        Some((ClockKind::Reply, self.of_family(REPLY, base, answered_on)?))
    }

    /// A notice to the parties, from what it tells of until it was recorded as sent.
    fn notice(&self, case: &Case, of: NoticeOf) -> Running {
        let kind = self.petition.settled_as();
        let decisions = match kind {
            Kind::Complaint => COMPLAINT_DECISIONS,
            Kind::Denunciation => DENUNCIATION_DECISIONS,
            Kind::Suggestion => return None,
        };
        let (clock, family) = match of {
            NoticeOf::Acceptance => (ClockKind::AcceptanceNotice, ACCEPTANCE_NOTICE),
            NoticeOf::Suspension => (ClockKind::SuspensionNotice, decisions),
            // The Act on denunciations has no term for sending it.
            NoticeOf::Resumption if kind == Kind::Denunciation => return None,
            NoticeOf::Resumption => (ClockKind::ResumptionNotice, decisions),
            NoticeOf::Discontinuance => (ClockKind::DiscontinuanceNotice, decisions),
        };
        let base = case.noticed_event(of, kind)?;
        Some((clock, self.of_family(family, base, case.notice_sent_on(of, kind))?))
    }

    /// What follows from a conclusion that asks for something, until it was assigned.
    fn handling(&self, case: &Case) -> Running {
        let issued = case.issued.as_ref().filter(|issued| issued.is_to_be_enforced)?;
        if self.petition.settled_as() != Kind::Denunciation {
            return None;
        }
        let base = issued.document.dated;
        Some((ClockKind::Handling, self.of_family(HANDLING, base, case.enforcing_on)?))
    }

    /// The enforcement of a decision on a complaint that asks for something, from the day of its effect until it was
    /// assigned; none before that day.
    fn enforcement(&self, case: &Case) -> Running {
        case.issued.as_ref().filter(|issued| issued.is_to_be_enforced)?;
        let until = until_effect(self.law, self.petition, case)?;
        let last_without = until.explain(self.law.calendar, self.on).ok()?.raw;
        let effect_on = last_without.succ_opt().filter(|day| *day <= self.on)?;
        Some((ClockKind::Enforcement, self.of_family(ENFORCEMENT, effect_on, case.enforcing_on)?))
    }

    /// The clock of a named rule.
    fn of_family(
        &self,
        family: &str,
        base: NaiveDate,
        stopped_on: Option<NaiveDate>,
    ) -> Option<Term> {
        let rule = self.law.rulebook.of_family(family, base, self.law.is_remote)?;
        let mut clock = Clock::new(rule.clone(), base);
        clock.stopped_on = stopped_on;
        Some(Term::Legal(Box::new(clock)))
    }

    fn of_result(
        &self,
        case: &Case,
        kind: ClockKind,
        stage: Stage,
        done_on: Option<NaiveDate>,
    ) -> Running {
        let issued_on = case.issued.as_ref()?.document.dated;
        Some((kind, self.clock(stage, issued_on, done_on)?))
    }
}

fn open_since(pauses: &[Pause]) -> Option<NaiveDate> {
    pauses.last().filter(|pause| pause.resumed_on.is_none()).map(|pause| pause.suspended_on)
}
