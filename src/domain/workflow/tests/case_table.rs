//! Settling of the case: each command in each step, for each kind and instance.

use super::super::case::{
    Acceptance, AsideCommand, Case, ComplexityFound, Decision, Dialogue, Draft, Extent, NoticeOf,
    Publication, PublicationForm, Remedies, ResultCommand, TermCommand, Withdrawal,
};
use super::super::grounds::{
    ComplexityCriterion, DiscontinuanceGround, RefusalGround, ResultCode, SuspensionGround,
};
use super::*;
use crate::domain::deadline::Pause;
use crate::domain::petition::DocumentMention;
use crate::domain::rulebook::Complexity;

/// In the order of `CaseStep::ALL`; "+" is possible. Columns: complaint at the first and second instance, denunciation,
/// suggestion.
///
/// Assigned, accepted, verifying, dialogue, drafted; issued, published, enforcing, closed; discontinued, declined, in
/// court.
const TABLE: &[(&str, [&str; 4])] = &[
    ("give", ["+++++.......", "+++++.......", "+++++.......", "+++++......."]),
    ("reassign", ["+++++.......", "+++++.......", "+++++.......", "+++++......."]),
    ("accept", ["+...........", "+...........", "+...........", "+..........."]),
    ("decline", ["+...........", "+...........", "+...........", "............"]),
    ("verify", [".+..........", ".+..........", ".+..........", "++.........."]),
    ("dialogue", ["..++........", "..++........", "............", "............"]),
    ("hand in", [".+++........", "..++........", "..+.........", "+++........."]),
    ("return draft", ["....+.......", "....+.......", "....+.......", "....+......."]),
    ("issue", ["....+.......", "....+.......", "....+.......", "+++.+......."]),
    ("send", [".....+++....", ".....+++....", ".....+++....", ".....+++...."]),
    ("publish", [".....+++....", ".....+++....", ".....+++....", ".....+++...."]),
    ("start enforcement", [".....++.....", ".....++.....", ".....++.....", ".....++....."]),
    ("record enforcement", [".......+....", ".......+....", ".......+....", ".......+...."]),
    ("close", [".....+++....", ".....+++....", ".....+++....", ".....+++...."]),
    ("complexity", [".++++.......", ".++++.......", ".++++.......", "............"]),
    ("ask extension", ["............", "............", ".++++.......", "............"]),
    ("extend", ["............", "............", ".++++.......", "............"]),
    ("deny extension", [".++++.......", ".++++.......", ".++++.......", "............"]),
    ("suspend", [".++++.......", ".++++.......", ".++++.......", "............"]),
    ("resume", [".++++.......", ".++++.......", ".++++.......", "............"]),
    ("withdraw", ["+++++.......", "+++++.......", "+++++.......", "+++++......."]),
    ("discontinue", ["+++++.......", "+++++.......", "+++++.......", "+++++......."]),
    ("take further", [".++++++++...", "............", ".++++++++...", "............"]),
    ("court", ["+++++++++...", "+++++++++...", "+++++++++...", "+++++++++..."]),
    ("step", ["++++++++++++", "++++++++++++", "++++++++++++", "++++++++++++"]),
    ("notice", [".+++++++.+..", ".+++++++.+..", ".+++++++.+..", "............"]),
    ("reopen", [".........+..", ".........+..", ".........+..", "............"]),
];

const COLUMNS: [(Kind, Instance); 4] = [
    (Kind::Complaint, Instance::First),
    (Kind::Complaint, Instance::Second),
    (Kind::Denunciation, Instance::First),
    (Kind::Suggestion, Instance::First),
];

/// The day on which a command is given: most while the term runs, some when it is over or the decision has effect.
fn on(name: &str) -> NaiveDate {
    match name {
        "take further" | "start enforcement" | "record enforcement" | "close" => day("2027-03-01"),
        _ => day("2026-08-20"),
    }
}

fn result_of(kind: Kind, instance: Instance) -> ResultCode {
    match (kind, instance) {
        (Kind::Complaint, Instance::First) => ResultCode::PartlyRight,
        (Kind::Complaint, Instance::Second) => ResultCode::Upheld,
        (Kind::Denunciation, _) => ResultCode::True,
        (Kind::Suggestion, _) => ResultCode::Answered,
    }
}

fn decision(kind: Kind, instance: Instance, on: NaiveDate) -> Decision {
    let result = result_of(kind, instance);
    Decision {
        result,
        document: document(Decision::paper_of(result), on),
        remedies: Remedies::default(),
        is_to_be_enforced: true,
    }
}

/// A case in a step with all that the steps before it leave, and what the command needs beside its step.
fn standing(step: CaseStep, column: (Kind, Instance), name: &str) -> Petition {
    let (kind, instance) = column;
    let mut petition = petition(kind, "2026-08-03");
    petition.paper.step = PaperStep::Settling;
    petition.paper.classification = Some(found(kind, instance));
    let mode = Some(AssignmentMode::VerifyAndAdvise);
    petition.assignment = Some(Assignment { unit: UNIT, mode, document: None, due_on: None });
    let rule = match (kind, instance) {
        (Kind::Complaint, Instance::First) => "KN1-GQ",
        (Kind::Complaint, Instance::Second) => "KN2-GQ",
        (Kind::Denunciation, _) => "TC-GQ",
        (Kind::Suggestion, _) => "KNPA-GQ",
    };
    let mut case = Case::assigned(day("2026-08-03"));
    case.step = step;
    case.acceptance = Some(Acceptance { on: day("2026-08-05"), rule: Some(rule.into()) });
    case.complexity = Complexity::Complex;
    case.extension_asked = Some(20);
    case.dialogue_on = Some(day("2026-08-14"));
    case.issued = Some(decision(kind, instance, day("2026-08-18")));
    (case.sent_on, case.published_on) = (Some(day("2026-08-19")), Some(day("2026-08-19")));
    if name == "resume" {
        let suspended_on = day("2026-08-12");
        case.pauses.push(Pause { suspended_on, resumed_on: None, document: "QĐ 9".into() });
    }
    if name == "notice" {
        let suspended_on = day("2026-08-12");
        let resumed_on = Some(day("2026-08-13"));
        case.pauses.push(Pause { suspended_on, resumed_on, document: "QĐ 9".into() });
    }
    if matches!(name, "discontinue" | "reopen") {
        case.withdrawn = Some(withdrawal());
    }
    petition.case = Some(case);
    petition
}

fn withdrawal() -> Withdrawal {
    Withdrawal { extent: Extent::Whole, text: None, is_after_persuasion: false, going_on: None }
}

fn command(name: &str, (kind, instance): (Kind, Instance)) -> CaseCommand {
    let on = on(name);
    let paper = |kind| document(kind, on);
    match name {
        "give" => CaseCommand::GiveToOfficer { officer: AccountId(7) },
        "reassign" => CaseCommand::Reassign {
            to: Assignment {
                unit: UnitId(4),
                mode: Some(AssignmentMode::VerifyAndAdvise),
                document: None,
                due_on: None,
            },
            reason: "sáp nhập".into(),
        },
        "accept" => CaseCommand::Accept {
            document: paper(match kind {
                Kind::Complaint | Kind::Suggestion => DocumentKind::AcceptanceNotice,
                Kind::Denunciation => DocumentKind::AcceptanceDecision,
            }),
        },
        "decline" => CaseCommand::Decline {
            grounds: vec![match kind {
                Kind::Complaint | Kind::Suggestion => RefusalGround::InCourt,
                Kind::Denunciation => RefusalGround::NoViolatorNamed,
            }],
            document: paper(DocumentKind::RefusalNotice),
        },
        "verify" => CaseCommand::StartVerification {
            document: Some(paper(DocumentKind::VerificationDecision)),
        },
        "dialogue" => CaseCommand::HoldDialogue(Dialogue {
            invited_on: day("2026-08-10"),
            is_unattended: false,
            minutes: paper(DocumentKind::DialogueMinutes),
        }),
        "hand in" => CaseCommand::HandIn(Draft {
            is_disputed: true,
            report: Some(paper(DocumentKind::VerificationReport)),
            note: None,
        }),
        "return draft" => CaseCommand::ReturnDraft { remark: "làm rõ diện tích".into() },
        "withdraw" => CaseCommand::Withdraw(withdrawal()),
        "discontinue" => CaseCommand::Discontinue {
            ground: DiscontinuanceGround::Withdrawn,
            document: paper(DocumentKind::DiscontinuanceDecision),
        },
        "take further" => CaseCommand::TakeFurther { to: id(2) },
        "court" => CaseCommand::RecordCourt {
            document: DocumentMention { number: "12/TB-TA".into(), dated: None },
        },
        "step" => CaseCommand::RecordStep {
            text: "làm việc tại hiện trường".into(),
            document: None,
        },
        _ => of_other(name, (kind, instance)),
    }
}

fn of_other(name: &str, (kind, instance): (Kind, Instance)) -> CaseCommand {
    let on = on(name);
    let paper = |kind| document(kind, on);
    let term = CaseCommand::Term;
    let result = CaseCommand::Result;
    match name {
        "issue" => result(ResultCommand::Issue(decision(kind, instance, on))),
        "send" => result(ResultCommand::Send { recipients: vec!["Người gửi đơn".into()] }),
        "publish" => result(ResultCommand::Publish(Publication {
            form: PublicationForm::Posting,
            place: "Trụ sở UBND".into(),
            until: None,
            is_redacted: true,
        })),
        "start enforcement" => result(ResultCommand::StartEnforcement {
            document: paper(DocumentKind::EnforcementAssignment),
        }),
        "record enforcement" => result(ResultCommand::RecordEnforcement(Remedies::default())),
        "close" => result(ResultCommand::Close),
        "complexity" => term(TermCommand::RecordComplexity(ComplexityFound {
            complexity: Complexity::Complex,
            criteria: vec![ComplexityCriterion::ManyPeople],
            reason: None,
            document: Some(paper(DocumentKind::ComplexityRecord)),
        })),
        "ask extension" => {
            term(TermCommand::AskExtension { days: 20, reason: "chờ số liệu".into() })
        }
        "extend" => {
            term(TermCommand::Extend { days: 20, document: paper(DocumentKind::ExtensionDecision) })
        }
        "deny extension" => term(TermCommand::DenyExtension { remark: "đủ thời gian".into() }),
        "suspend" => term(TermCommand::Suspend {
            ground: SuspensionGround::RelatedMatter,
            document: paper(DocumentKind::SuspensionDecision),
        }),
        "resume" => term(TermCommand::Resume { document: paper(DocumentKind::ResumptionDecision) }),
        "notice" => CaseCommand::Aside(AsideCommand::SendNotice {
            of: NoticeOf::Suspension,
            recipients: vec!["Người khiếu nại".into()],
        }),
        "reopen" => CaseCommand::Aside(AsideCommand::Reopen {
            reason: "bị đe dọa".into(),
            document: None,
        }),
        _ => unreachable!("{name}"),
    }
}

#[test]
fn every_cell_of_the_case_table() {
    for (name, columns) in TABLE {
        for (column, row) in COLUMNS.into_iter().zip(columns) {
            assert_eq!(row.len(), CaseStep::ALL.len());
            for (step, cell) in CaseStep::ALL.iter().zip(row.chars()) {
                let petition = standing(*step, column, name);
                match act(&petition, &Command::Case(command(name, column)), on(name)) {
                    Ok(after) => {
                        assert_eq!(cell, '+', "{name} in {step:?} of {column:?} is possible");
                        assert_eq!(after.revision, 1);
                    }
                    Err(refused) => {
                        assert_eq!(cell, '.', "{name} in {step:?} of {column:?}: {refused}");
                        assert_names_an_article(&refused);
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_is_settled_while_it_rests_or_after_it_was_withdrawn() {
    let possible =
        ["give", "reassign", "resume", "withdraw", "discontinue", "court", "step", "notice"];
    for (name, columns) in TABLE {
        for (column, row) in COLUMNS.into_iter().zip(columns).take(3) {
            for (step, cell) in CaseStep::ALL.iter().zip(row.chars()).take(5) {
                let mut resting = standing(*step, column, "resume");
                let case = resting.case.as_mut().unwrap();
                case.withdrawn = (*name == "discontinue").then(withdrawal);
                let result = act(&resting, &Command::Case(command(name, column)), on(name));
                let is_possible = cell == '+' && possible.contains(name);
                assert_eq!(result.is_ok(), is_possible, "{name} in {step:?} of {column:?}");
                let mut withdrawn = standing(*step, column, name);
                withdrawn.case.as_mut().unwrap().withdrawn = Some(withdrawal());
                let result = act(&withdrawn, &Command::Case(command(name, column)), on(name));
                assert_eq!(result.is_ok(), is_possible, "{name} after withdrawal, {step:?}");
            }
        }
    }
}
