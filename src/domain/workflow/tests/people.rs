//! Who may give which command: each role against each command, in each way of assigning.

use super::super::case::{Draft, Extent, Remedies, ResultCommand, TermCommand, Withdrawal};
use super::super::grounds::DiscontinuanceGround;
use super::*;
use crate::domain::petition::DocumentMention;

/// In the order of `Role::ALL`: intake officer, desk officer, desk head, leader, unit officer, unit head, inspector,
/// administrator. Given to settle, given to advise; the paper is the same in both.
const TABLE: &[(&str, [&str; 2])] = &[
    ("classify", [".++.....", ".++....."]),
    ("agree", ["..+.....", "..+....."]),
    ("approve", ["...+....", "...+...."]),
    ("give", [".....+..", ".....+.."]),
    ("reassign", ["...+....", "...+...."]),
    ("accept", [".....+..", ".+++...."]),
    ("hand in", ["....++..", "....++.."]),
    ("return draft", [".....+..", "...+...."]),
    ("discontinue", [".....+..", ".+++...."]),
    ("ask extension", ["....++..", "....++.."]),
    ("deny extension", [".....+..", "...+...."]),
    ("close", ["....++..", ".+++++.."]),
    ("record enforcement", ["....++..", ".+++++.."]),
    ("withdraw", ["....++..", ".+++++.."]),
    ("take further", [".++.....", ".++....."]),
    ("court", ["....++..", ".+++++.."]),
    ("step", ["....++..", ".+++++.."]),
];

fn command(name: &str) -> Command {
    let paper = |kind| document(kind, day("2026-08-20"));
    Command::Case(match name {
        "classify" => {
            let found = found(Kind::Complaint, Instance::First);
            return Command::Paper(PaperCommand::Classify(found));
        }
        "agree" => return Command::Paper(PaperCommand::Agree { remark: None }),
        "approve" => {
            return Command::Paper(PaperCommand::Approve { changed: None, remark: None });
        }
        "give" => CaseCommand::GiveToOfficer { officer: AccountId(7) },
        "reassign" => CaseCommand::Reassign {
            to: Assignment { unit: UNIT, mode: None, document: None, due_on: None },
            reason: String::new(),
        },
        "accept" => CaseCommand::Accept { document: paper(DocumentKind::AcceptanceNotice) },
        "hand in" => CaseCommand::HandIn(Draft { is_disputed: false, report: None, note: None }),
        "return draft" => CaseCommand::ReturnDraft { remark: String::new() },
        "discontinue" => CaseCommand::Discontinue {
            ground: DiscontinuanceGround::Withdrawn,
            document: paper(DocumentKind::DiscontinuanceDecision),
        },
        "ask extension" => {
            CaseCommand::Term(TermCommand::AskExtension { days: 1, reason: String::new() })
        }
        "deny extension" => CaseCommand::Term(TermCommand::DenyExtension { remark: String::new() }),
        "close" => CaseCommand::Result(ResultCommand::Close),
        "record enforcement" => {
            CaseCommand::Result(ResultCommand::RecordEnforcement(Remedies::default()))
        }
        "withdraw" => CaseCommand::Withdraw(Withdrawal {
            extent: Extent::Whole,
            text: None,
            is_after_persuasion: false,
            going_on: None,
        }),
        "take further" => CaseCommand::TakeFurther { to: id(2) },
        "court" => CaseCommand::RecordCourt {
            document: DocumentMention { number: String::new(), dated: None },
        },
        "step" => CaseCommand::RecordStep { text: String::new(), document: None },
        _ => unreachable!("{name}"),
    })
}

#[test]
fn each_role_and_each_command() {
    for (name, columns) in TABLE {
        for (mode, row) in AssignmentMode::ALL.iter().zip(columns) {
            let petition = assigned(Kind::Complaint, Instance::First, *mode, "2026-08-03");
            for (role, cell) in Role::ALL.iter().zip(row.chars()) {
                let somebody = actor(5, &[(*role, role.is_of_a_unit().then_some(UNIT))]);
                let allowed = may(&somebody, &command(name), &petition);
                assert_eq!(allowed, cell == '+', "{role:?}: {name}, {mode:?}");
            }
        }
    }
}

#[test]
fn another_unit_and_another_officer_stay_out() {
    let petition = assigned(Kind::Complaint, Instance::First, AssignmentMode::Settle, "2026-08-03");
    let head_elsewhere = actor(5, &[(Role::UnitHead, Some(UnitId(9)))]);
    assert!(!may(&head_elsewhere, &command("accept"), &petition));
    let given = CaseCommand::GiveToOfficer { officer: AccountId(7) };
    let given = case(&petition, given, "2026-08-04").unwrap();
    let officer = |account| actor(account, &[(Role::UnitOfficer, Some(UNIT))]);
    assert!(may(&officer(7), &command("step"), &given));
    assert!(!may(&officer(8), &command("step"), &given));
    let refused =
        decide(&given, &command("step"), &officer(8), &law(), day("2026-08-05")).unwrap_err();
    assert_eq!(refused.why, Refusal::NotYours);
    assert_names_an_article(&refused);
}

#[test]
fn a_slip_comes_back_from_whoever_has_it() {
    let send_back = Command::Paper(PaperCommand::SendBack { remark: "thiếu căn cứ".into() });
    let head = actor(5, &[(Role::DeskHead, None)]);
    let leader = actor(6, &[(Role::Leader, None)]);
    let rows = [(PaperStep::Proposed, true, false), (PaperStep::AwaitingApproval, false, true)];
    for (step, by_head, by_leader) in rows {
        let mut petition = petition(Kind::Complaint, "2026-08-03");
        petition.paper.step = step;
        assert_eq!(may(&head, &send_back, &petition), by_head, "{step:?}");
        assert_eq!(may(&leader, &send_back, &petition), by_leader, "{step:?}");
    }
}
