//! The command line: the same words and codes whether a server runs or not.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::process::{Folder, Ran, csv, petitions, run, wait_until};

/// Every command, as it is asked for help.
const COMMANDS: [&[&str]; 23] = [
    &["serve"],
    &["demo"],
    &["init"],
    &["import"],
    &["undo"],
    &["export"],
    &["search"],
    &["reindex"],
    &["verify"],
    &["account"],
    &["account", "add"],
    &["account", "list"],
    &["account", "reset"],
    &["account", "roles"],
    &["account", "close"],
    &["account", "open"],
    &["unit"],
    &["unit", "add"],
    &["unit", "list"],
    &["unit", "rename"],
    &["unit", "close"],
    &["unit", "merge"],
    &["unit", "handover"],
];

#[test]
fn every_command_explains_itself_with_an_example() {
    let all = run(&["--help"]).good().out;
    for command in COMMANDS {
        let ran = run(&[command, &["--help"]].concat()).good();
        let example = format!("Ví dụ: donthu {}", command[0]);
        assert!(ran.out.contains(&example), "{command:?}: {}", ran.out);
        assert!(all.contains(command[0]), "{command:?} is not in the list of commands");
    }
    assert!(run(&["--version"]).good().out.starts_with("donthu "));
}

/// What the library would say of its own.
const ENGLISH: [&str; 12] = [
    "error:",
    "Usage",
    "Options",
    "Commands",
    "Arguments",
    "Print ",
    "default",
    "env:",
    "OPTIONS",
    "COMMAND",
    "required",
    "value",
];

fn assert_vietnamese(text: &str, of: &[&str]) {
    for word in ENGLISH {
        assert!(!text.contains(word), "{of:?} says {word:?}: {text}");
    }
}

#[test]
fn help_is_in_vietnamese() {
    for command in COMMANDS.iter().chain([&&[][..]]) {
        let arguments = [command, &["--help"][..]].concat();
        assert_vietnamese(&run(&arguments).good().out, &arguments);
    }
}

#[test]
fn a_command_line_that_makes_no_sense_says_what_is_wrong_and_ends_with_2() {
    let wrong: [(&[&str], &[&str]); 15] = [
        (&["khong-co-lenh-nay"], &["không có lệnh “khong-co-lenh-nay”"]),
        (&["impor"], &["không có lệnh “impor”; có phải “export” hoặc “import”?"]),
        (&[], &["thiếu lệnh", "serve", "verify"]),
        (&["account"], &["thiếu lệnh", "roles"]),
        (&["search"], &["thiếu <CHỮ>"]),
        (&["import"], &["thiếu <TỆP>", "Cách dùng: donthu import"]),
        (&["account", "add", "mai"], &["thiếu --name <HỌ_TÊN>, --role <MÃ>"]),
        (&["undo", "ba"], &["<SỐ> không nhận “ba”: cần một số nguyên"]),
        (&["search", "an", "--limit", "nhiều"], &["--limit <SỐ> không nhận “nhiều”"]),
        (&["search", "an", "--limit"], &["thiếu giá trị của --limit <SỐ>"]),
        (&["serve", "--listen", "x"], &["cần địa chỉ và cổng"]),
        (&["serve", "--behind-proxy", "10.0.0.5:80"], &["cần địa chỉ của proxy, không có cổng"]),
        (&["import", "a", "--thu"], &["không có tùy chọn “--thu”"]),
        (&["import", "a", "--dry"], &["có phải “--dry-run”?"]),
        (&["import", "a", "b"], &["thừa “b”"]),
    ];
    for (arguments, said) in wrong {
        let ran = run(arguments).refused(2, "Lỗi: dòng lệnh không đúng");
        for words in said {
            assert!(ran.err.contains(words), "{arguments:?} does not say {words:?}: {}", ran.err);
        }
        assert_vietnamese(&ran.err, arguments);
    }
    let twice = ["serve", "--listen", "127.0.0.1:1", "--listen", "127.0.0.1:2"];
    run(&twice).refused(2, "--listen <ĐỊA_CHỈ> chỉ ghi một lần");
}

/// Rows of the book of these tests: one sender of each kind, the denouncer under seal.
const BOOK: [(&str, &str, &str); 3] = [
    ("Bà Đinh Thị Khiếu Thử", "Khiếu nại", "Khiếu nại việc thu hồi thửa đất số 77"),
    ("Ông Phan Văn Bí Mật", "Tố cáo", "Tố cáo cán bộ phường thu tiền không biên lai"),
    ("Lý Thị Kiến Thử", "Kiến nghị", "Kiến nghị sửa đèn đường hẻm 12"),
];

/// Everything that can be asked, with its results checked; gives what was printed where it is always the same.
fn ask_everything(folder: &Folder) -> Vec<String> {
    let mut said = Vec::new();
    let mut keep = |ran: Ran| -> Ran {
        said.push(format!("{} {}", ran.code, ran.out));
        ran
    };
    folder.run(&["init", "--office", "UBND thành phố Thử"]).good();
    let book = folder.file("so.csv", csv(&BOOK));
    let renamed = folder.file("so đổi tên.csv", csv(&BOOK));

    let dry = folder.run(&["import", &book, "--json", "--dry-run"]).good().json();
    assert_eq!((tally(&dry), &dry["batch"]), ([3, 3, 0, 0], &Value::Null));
    let first = folder.run(&["import", &book, "--json"]).good();
    assert_eq!(tally(&first.json()), [3, 3, 0, 0], "{first:?}");
    assert!(first.json()["seconds"].is_number() && first.err.contains("3/3 dòng"), "{first:?}");
    for again in [&book, &renamed] {
        let again = folder.run(&["import", again, "--json"]).good().json();
        assert_eq!(tally(&again), [3, 0, 0, 3], "the same book again");
    }
    let words = keep(folder.run(&["import", &book]).good());
    assert!(words.out.contains("Đã nhập 0 đơn"), "{words:?}");

    check_searches(folder, &mut keep);
    check_export(&folder.run(&["export"]).good());
    check_accounts(folder, &mut keep);
    check_units(folder, &mut keep);
    keep(folder.run(&["verify"]).good());

    let undone = keep(folder.run(&["undo", "1"]).good());
    assert!(undone.out.contains("bỏ 3 đơn"), "{undone:?}");
    keep(folder.run(&["undo", "1"]).refused(3, "Lỗi: "));
    keep(folder.run(&["undo", "99"]).refused(3, "Lỗi: "));
    let gone = keep(folder.run(&["search", "khieu thu", "--json"]).good());
    assert_eq!(gone.json(), Value::Array(Vec::new()));
    let back = folder.run(&["import", &book, "--json"]).good().json();
    assert_eq!(tally(&back), [3, 3, 0, 0], "after an undo");
    let numbers: Vec<String> = petitions(&folder.run(&["export"]).good())
        .iter()
        .map(|petition| petition["number"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(numbers, ["2018/0004", "2018/0005", "2018/0006"], "numbers are never given twice");
    keep(folder.run(&["verify"]).good());
    said
}

fn tally(line: &Value) -> [u64; 4] {
    ["rows", "imported", "held", "already"].map(|field| line[field].as_u64().unwrap())
}

fn check_searches(folder: &Folder, keep: &mut dyn FnMut(Ran) -> Ran) {
    let hits = keep(folder.run(&["search", "dinh thi khieu thu", "--json"]).good()).json();
    let hit = &hits[0];
    assert_eq!(hit["number"], "2018/0001");
    assert_eq!(hit["origin"]["file"], "so.csv");
    assert!(hit["origin"]["sheet"].is_string() && hit["origin"]["row"] == 2, "{hit}");
    assert_eq!((&hit["sender"], &hit["kind"]), (&"Đinh Thị Khiếu Thử".into(), &"KN".into()));
    assert_eq!(hit["received"], "2018-03-15");
    assert!(hit["summary"].as_str().unwrap().contains("thửa đất số 77"), "{hit}");
    assert!(hit["score"].as_f64().unwrap() > 0.0, "{hit}");
    let words = keep(folder.run(&["search", "đèn đường", "--limit", "1"]).good());
    assert!(words.out.starts_with("2018/0003"), "{words:?}");
    // The words that are not answered with hits are answered with a hint.
    for nothing in ["", "   ", "zzzzqq", "\"", "()*:-", "Phan Văn Bí Mật"] {
        let ran = keep(folder.run(&["search", "--json", "--", nothing]).good());
        let names: Vec<_> = ran.json().as_array().unwrap().clone();
        assert!(names.iter().all(|hit| hit["kind"] != "TC"), "{nothing:?} found {names:?}");
    }
}

fn check_export(export: &Ran) {
    let all = petitions(export);
    assert_eq!(all.len(), 3);
    for petition in &all {
        for field in ["origin", "sender", "received", "content"] {
            assert!(!petition[field].is_null(), "{field} of {petition}");
        }
        assert_eq!(petition["received"], "2018-03-15");
    }
    let lines = export.lines();
    assert!(lines.iter().any(|l| l["type"] == "office" && l["name"] == "UBND thành phố Thử"));
    assert!(lines.iter().any(|line| line["type"] == "unit"));
    assert!(!export.out.contains("Bí Mật"), "a denouncer's name is in the export");
    assert!(export.out.contains("Đinh Thị Khiếu Thử"));
}

fn check_accounts(folder: &Folder, keep: &mut dyn FnMut(Ran) -> Ran) {
    let name = ["--name", "Trần Thị Mai"];
    let add = |user: &str, role: &str, more: &[&str]| {
        folder.run(&[&["account", "add", user, "--role", role], &name[..], more].concat())
    };
    let added = add("mai", "can-bo-tiep-nhan", &[]).good();
    let reset = folder.run(&["account", "reset", "mai"]).good();
    assert!(added.out.contains("Mật khẩu") && reset.out.contains("Mật khẩu mới"), "{reset:?}");
    assert_ne!(added.out.trim().rsplit(' ').next(), reset.out.trim().rsplit(' ').next());
    keep(add("MAI", "can-bo-tiep-nhan", &[]).refused(3, "Lỗi: "));
    keep(add("hung", "chuyen-vien", &[]).refused(3, "Lỗi: "));
    keep(add("hung", "giam-doc", &[]).refused(3, "các vai trò: can-bo-tiep-nhan, "));
    keep(add("hung", "chuyen-vien", &["--unit", "Phòng Không Có"]).refused(3, "không có đơn vị"));
    add("hung", "chuyen-vien", &["--unit", "P. TNMT"]).good();
    keep(folder.run(&["account", "close", "mai"]).good());
    let list = keep(folder.run(&["account", "list"]).good());
    let mai =
        list.out.lines().find(|line| line.starts_with("mai  Trần Thị Mai  can-bo-tiep-nhan (từ "));
    assert!(mai.is_some_and(|line| line.ends_with(")  (đã khóa)")), "{list:?}");
    assert!(list.out.contains("hung") && list.err.contains("chuyen-vien"), "{list:?}");
    keep(folder.run(&["account", "open", "mai"]).good());
    for act in ["reset", "close", "open"] {
        keep(folder.run(&["account", act, "khong-ai"]).refused(3, "Lỗi: không tìm thấy"));
    }
}

fn check_units(folder: &Folder, keep: &mut dyn FnMut(Ran) -> Ran) {
    let before = keep(folder.run(&["unit", "list"]).good()).out.lines().count();
    keep(folder.run(&["unit", "add", "Phòng Dân tộc Thử", "--short", "P. DTT"]).good());
    keep(folder.run(&["unit", "add", "PHÒNG DÂN TỘC THỬ"]).refused(3, "Lỗi: "));
    let after = keep(folder.run(&["unit", "list"]).good());
    assert_eq!(after.out.lines().count(), before + 1);
    assert!(after.out.contains("Phòng Dân tộc Thử  (P. DTT)"), "{after:?}");
}

/// What `verify` says, without how many entries the journal has: a server's start is one of them.
fn without_entries(said: &str) -> String {
    match said.split_once(" mục nhật ký") {
        Some((before, after)) => {
            let (before, _) = before.rsplit_once(' ').unwrap();
            format!("{before} mục nhật ký{after}")
        }
        None => said.to_owned(),
    }
}

#[test]
fn commands_say_the_same_with_a_server_and_without_one() {
    let alone = ask_everything(&Folder::new());
    let folder = Folder::new();
    let served = folder.serve();
    let socket = folder.data().join("donthu.sock");
    wait_until("the socket is there", || socket.exists());
    assert_eq!(socket.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let through_server = ask_everything(&folder);
    for (alone, served) in alone.iter().zip(&through_server) {
        assert_eq!(without_entries(alone), without_entries(served));
    }
    assert_eq!(alone.len(), through_server.len());
    let words = folder.run(&["reindex"]).good();
    assert!(words.out.contains("đang lập lại chỉ mục"), "{words:?}");
    folder.run(&["verify"]).good();
    assert_eq!(served.stop(), 0);
    assert!(!socket.exists(), "the socket stays after an orderly end");
    let words = folder.run(&["reindex"]).good();
    assert!(words.out.contains("Đã lập lại chỉ mục"), "{words:?}");
    folder.run(&["verify"]).good();
}

#[test]
fn the_export_of_the_ledger_is_the_same_through_the_server() {
    let folder = Folder::with_ledger();
    let (alone, found) =
        (folder.run(&["export"]).good(), folder.run(&["search", "thửa đất"]).good());
    let served = folder.serve();
    // Searches are answered as soon as the index is open.
    wait_until("searches are answered", || folder.run(&["search", "a"]).code == 0);
    let through_server = folder.run(&["export"]).good();
    assert!(alone.out == through_server.out && alone.err == through_server.err);
    assert_eq!(found.out, folder.run(&["search", "thửa đất"]).good().out);
    assert_eq!(folder.run(&["verify"]).good().out.lines().count(), 1);
    drop(served);
}

#[test]
fn nobody_but_the_owner_reads_the_data_folder() {
    let folder = Folder::new();
    folder.run(&["init"]).good();
    for path in [folder.data(), folder.store()] {
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}: identities of denouncers are in there");
    }
}

#[test]
fn no_denouncer_of_the_ledger_is_in_export_or_search() {
    let folder = Folder::with_ledger();
    let truth = crate::ledger_truth::Truth::load().0;
    let export = folder.run(&["export"]).good();
    let everywhere: Vec<&str> = truth
        .iter()
        .filter(|row| row["kind"] != "TC")
        .filter_map(|row| row["sender"].as_str())
        .collect();
    let denouncers = truth.iter().filter(|row| row["kind"] == "TC");
    let only: Vec<&str> = denouncers
        .filter_map(|row| row["sender"].as_str())
        .filter(|name| !everywhere.contains(name))
        .collect();
    assert!(only.len() > 10, "the ledger has denouncers who write nothing else");
    for name in &only {
        assert!(!export.out.contains(&format!("\"{name}\"")), "{name} is in the export");
    }
    for petition in petitions(&export) {
        if petition["kind"] == "TC" {
            assert!(petition["address"].is_null() && petition["phone"].is_null(), "{petition}");
        }
    }
    let held = folder.file(
        "cho-sua.csv",
        csv(&[("Ngô Thị Giấu Tên", "Tố cáo", ""), ("Hồ Văn Không Loại", "", "Việc không rõ loại")]),
    );
    let line = folder.run(&["import", &held, "--json"]).good().json();
    assert_eq!(line["held"], 2, "{line}");
    let export = folder.run(&["export"]).good();
    assert!(!export.out.contains("Giấu Tên"), "a denouncer's held row is in the export");
    assert!(!export.out.contains("Không Loại"), "a held row that may be a denunciation");
}

#[test]
fn an_import_says_how_far_it_is_from_the_first_rows_read() {
    let folder = Folder::new();
    let contents: Vec<String> = (0..1500).map(|at| format!("Việc {at}")).collect();
    let rows: Vec<_> =
        contents.iter().map(|content| ("Lê Văn Xa", "Khiếu nại", content.as_str())).collect();
    let file = folder.file("dài.csv", csv(&rows));
    let ran = folder.run(&["import", &file]).good();
    let lines: Vec<&str> = ran.err.lines().collect();
    let reading = lines.iter().position(|line| line.starts_with("Đang đọc tệp: ")).unwrap();
    let known = lines.iter().position(|line| line.contains("1500 dòng đơn trong 1 trang")).unwrap();
    let first = lines.iter().position(|line| *line == "Đã xem 0/1500 dòng…").unwrap();
    let last = lines.iter().position(|line| *line == "Đã xem 1500/1500 dòng…").unwrap();
    assert!(reading < known && known < first && first < last, "{lines:?}");
}
