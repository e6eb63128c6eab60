//! The journal at the server's console: its head, a signed head, what commands hand out, and what a stop still writes.

use donthu::app::App;
use donthu::clock::Clock;
use donthu::domain::journal::{Act, Export, Numbered, Who};

use crate::process::{Folder, csv};

fn journal(folder: &Folder) -> Vec<Numbered> {
    let app = App::open(&folder.data(), Clock::System).unwrap();
    let mut all = Vec::new();
    let keep = |entry| {
        all.push(entry);
        true
    };
    app.store.read().unwrap().journal_back(u64::MAX, keep).unwrap();
    all.reverse();
    all
}

#[test]
fn a_signed_head_is_checked_as_it_was_printed() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let head = folder.run(&["journal", "head"]).good();
    let (number, link) = head.out.trim().split_once(':').unwrap();
    assert!(head.err.contains(&format!("Mục {number}, ghi lúc ")), "{head:?}");
    folder.account("mai", "nguoi-xu-ly");
    assert_ne!(folder.run(&["journal", "head"]).good().out, head.out, "it goes on");
    let groups: Vec<String> =
        link.as_bytes().chunks(4).map(|four| String::from_utf8(four.to_vec()).unwrap()).collect();
    let as_printed = format!("{number}:{}", groups.join(" "));
    for signed in [head.out.trim(), &as_printed] {
        folder.run(&["verify", "--journal-head", signed]).good();
    }
    let other = format!("{number}:{}{}", &link[4..], &link[..4]);
    let found =
        folder.run(&["verify", "--journal-head", head.out.trim(), "--journal-head", &other]);
    assert_eq!(found.code, 6, "{found:?}");
    let words = format!("SAI  journal: the signed head {number} is no link of the chain");
    assert_eq!(found.out.matches(&words).count(), 1, "{found:?}");
    folder
        .run(&["verify", "--journal-head", "mười"])
        .refused(2, "cần số mục và mã chốt như trên biên bản");
}

#[test]
fn what_commands_hand_out_is_told_and_never_what_was_searched_for() {
    let folder = Folder::new();
    let file = folder.file("so.csv", csv(&[("Lý Kín", "Khiếu nại", "Việc một")]));
    folder.run(&["import", &file]).good();
    let before = journal(&folder).len();
    folder.run(&["search", "ly kin"]).good();
    folder.run(&["export"]).good();
    folder.run(&["account", "list"]).good();
    let told = journal(&folder).split_off(before);
    assert!(told.iter().all(|entry| entry.entry.who == Who::Console && entry.entry.from.is_none()));
    let acts: Vec<Act> = told.into_iter().map(|entry| entry.entry.act).collect();
    let expected = [
        Export::Search { hits: 1 },
        Export::Everything { petitions: 1 },
        Export::Accounts { accounts: 0 },
    ];
    assert_eq!(acts, expected.map(Act::Export));
}

#[test]
fn a_server_that_is_stopped_writes_what_was_refused_and_from_where() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    let served = folder.serve();
    for _ in 0..3 {
        let reply = served.post("", "/dang-nhap", &[("ten", "ai do"), ("mat_khau", "sai")]);
        assert_eq!(reply.status, 422, "{}", reply.text());
    }
    assert_eq!(served.stop(), 0);
    let last = journal(&folder).pop().unwrap().entry;
    assert_eq!(last.act, Act::SignInRefused { account: None, times: 3 });
    assert_eq!(last.from.unwrap().as_str(), "127.0.0.1");
    folder.run(&["verify"]).good();
}
