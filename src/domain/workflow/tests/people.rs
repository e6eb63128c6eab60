//! Who may make which move: each role against each move, in each way of assigning.

use super::*;

/// In the order of `Role::ALL`: intake officer, desk officer, desk head, leader, unit officer, unit head, inspector,
/// administrator. Given to settle, given to advise; the paper is the same in both.
const TABLE: &[(Move, [&str; 2])] = &[
    (Move::Classify, [".++.....", ".++....."]),
    (Move::Propose, [".++.....", ".++....."]),
    (Move::Split, [".++.....", ".++....."]),
    (Move::Agree, ["..+.....", "..+....."]),
    (Move::SendBack, ["..+.....", "..+....."]),
    (Move::Approve, ["...+....", "...+...."]),
    (Move::Dispatch, [".++.....", ".++....."]),
    (Move::GiveToOfficer, [".....+..", ".....+.."]),
    (Move::Reassign, ["...+....", "...+...."]),
    (Move::Accept, [".....+..", ".+++...."]),
    (Move::Decline, [".....+..", ".+++...."]),
    (Move::StartVerification, ["....++..", ".+++++.."]),
    (Move::HoldDialogue, ["....++..", ".+++++.."]),
    (Move::HandIn, ["....++..", "....++.."]),
    (Move::ReturnDraft, [".....+..", "...+...."]),
    (Move::Issue, [".....+..", ".+++...."]),
    (Move::Send, ["....++..", ".+++++.."]),
    (Move::Publish, ["....++..", ".+++++.."]),
    (Move::StartEnforcement, ["....++..", ".+++++.."]),
    (Move::RecordEnforcement, ["....++..", ".+++++.."]),
    (Move::Close, ["....++..", ".+++++.."]),
    (Move::RecordComplexity, [".....+..", ".+++...."]),
    (Move::AskExtension, ["....++..", "....++.."]),
    (Move::Extend, [".....+..", "...+...."]),
    (Move::DenyExtension, [".....+..", "...+...."]),
    (Move::Suspend, [".....+..", ".+++...."]),
    (Move::Resume, [".....+..", ".+++...."]),
    (Move::Withdraw, ["....++..", ".+++++.."]),
    (Move::Discontinue, [".....+..", ".+++...."]),
    (Move::TakeFurther, [".++.....", ".++....."]),
    (Move::RecordCourt, ["....++..", ".+++++.."]),
    (Move::RecordStep, ["....++..", ".+++++.."]),
    (Move::SendNotice, ["....++..", ".+++++.."]),
    (Move::Reopen, [".....+..", ".+++...."]),
];

#[test]
fn each_role_and_each_move() {
    assert!(TABLE.iter().map(|(made, _)| made).eq(Move::ALL));
    for (made, columns) in TABLE {
        for (mode, row) in AssignmentMode::ALL.iter().zip(columns) {
            let petition = assigned(Kind::Complaint, Instance::First, *mode, "2026-08-03");
            for (role, cell) in Role::ALL.iter().zip(row.chars()) {
                let somebody = actor(5, &[(*role, role.is_of_a_unit().then_some(UNIT))]);
                let allowed = may(&somebody, *made, &petition);
                assert_eq!(allowed, cell == '+', "{role:?}: {made:?}, {mode:?}");
            }
        }
    }
}

#[test]
fn another_unit_and_another_officer_stay_out() {
    let petition = assigned(Kind::Complaint, Instance::First, AssignmentMode::Settle, "2026-08-03");
    let head_elsewhere = actor(5, &[(Role::UnitHead, Some(UnitId(9)))]);
    assert!(!may(&head_elsewhere, Move::Accept, &petition));
    let given = CaseCommand::GiveToOfficer { officer: AccountId(7) };
    let given = case(&petition, given, "2026-08-04").unwrap();
    let officer = |account| actor(account, &[(Role::UnitOfficer, Some(UNIT))]);
    assert!(may(&officer(7), Move::RecordStep, &given));
    assert!(!may(&officer(8), Move::RecordStep, &given));
    let note =
        Command::Case(CaseCommand::RecordStep { text: "gọi điện".into(), document: None });
    let refused = decide(&given, &note, &officer(8), &law(), day("2026-08-05")).unwrap_err();
    assert_eq!(refused.why, Refusal::NotYours);
    assert_names_an_article(&refused);
}

#[test]
fn a_slip_comes_back_from_whoever_has_it() {
    let head = actor(5, &[(Role::DeskHead, None)]);
    let leader = actor(6, &[(Role::Leader, None)]);
    let rows = [(PaperStep::Proposed, true, false), (PaperStep::AwaitingApproval, false, true)];
    for (step, by_head, by_leader) in rows {
        let mut petition = petition(Kind::Complaint, "2026-08-03");
        petition.paper.step = step;
        assert_eq!(may(&head, Move::SendBack, &petition), by_head, "{step:?}");
        assert_eq!(may(&leader, Move::SendBack, &petition), by_leader, "{step:?}");
    }
}

#[test]
fn the_page_offers_what_may_be_done_now() {
    let mode = AssignmentMode::VerifyAndAdvise;
    let petition = assigned(Kind::Denunciation, Instance::First, mode, "2026-08-03");
    let leader = actor(6, &[(Role::Leader, None)]);
    let head = actor(5, &[(Role::UnitHead, Some(UNIT))]);
    let of_leader = [
        Move::Reassign,
        Move::Accept,
        Move::Decline,
        Move::Withdraw,
        Move::Discontinue,
        Move::RecordCourt,
        Move::RecordStep,
    ];
    assert_eq!(offered(&leader, &petition), of_leader);
    let of_head = [Move::GiveToOfficer, Move::Withdraw, Move::RecordCourt, Move::RecordStep];
    assert_eq!(offered(&head, &petition), of_head);
    assert_eq!(offered(&actor(9, &[(Role::Administrator, None)]), &petition), []);
}
