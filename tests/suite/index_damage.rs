//! The index is disposable: whatever becomes of its files while nothing runs, everything works after the next start.

use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{
    Folder, Served, assert_sound, csv, found, intake_form, run_in, search_path, wait_until,
};

/// Something that can befall the index folder.
type Harm = (&'static str, fn(&Path));

fn files(index: &Path) -> Vec<PathBuf> {
    let generation = fs::read_to_string(index.join("current")).unwrap();
    let mut files: Vec<PathBuf> = fs::read_dir(index.join(generation.trim()))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| fs::metadata(path).unwrap().len() > 0)
        .collect();
    files.sort();
    files
}

fn cut(path: &Path, keep: fn(u64) -> u64) {
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(keep(file.metadata().unwrap().len())).unwrap();
}

const HARMS: &[Harm] = &[
    ("it is gone", |index| fs::remove_dir_all(index).unwrap()),
    ("a file stands in its place", |index| {
        fs::remove_dir_all(index).unwrap();
        fs::write(index, "không phải thư mục").unwrap();
    }),
    ("garbage in current", |index| {
        fs::write(index.join("current"), b"\xff\xfe../../etc\n").unwrap();
    }),
    ("current is empty", |index| fs::write(index.join("current"), "").unwrap()),
    ("current names nothing", |index| fs::write(index.join("current"), "g9999").unwrap()),
    ("current is a folder", |index| {
        fs::remove_file(index.join("current")).unwrap();
        fs::create_dir(index.join("current")).unwrap();
    }),
    ("a file where the next generation goes", |index| {
        fs::write(index.join("current"), "x").unwrap();
        for entry in fs::read_dir(index).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                fs::remove_dir_all(&path).unwrap();
                fs::write(&path, "không phải thư mục").unwrap();
            }
        }
    }),
    ("every file is half", |index| files(index).iter().for_each(|file| cut(file, |len| len / 2))),
    ("every file is empty", |index| files(index).iter().for_each(|file| cut(file, |_| 0))),
    ("meta.json is garbage", |index| {
        for file in files(index).iter().filter(|file| file.ends_with("meta.json")) {
            fs::write(file, "{}").unwrap();
        }
    }),
];

#[test]
fn searches_come_back_whatever_befell_the_index() {
    let folder = small_office();
    for (what, harm) in HARMS {
        harm(&folder.data().join("index"));
        let served = folder.serve();
        wait_until(&format!("searches are answered though {what}"), || {
            folder.run(&["search", "viec 7"]).code == 0
        });
        assert_eq!(served.stop(), 0, "{what}");
        assert_eq!(found(&folder.data(), "viec so 77").len(), 1, "{what}");
        assert_sound(&folder.data());
    }
}

#[test]
fn each_file_of_the_index_can_go_or_be_cut() {
    let folder = small_office();
    let index = folder.data().join("index");
    let kinds: Vec<String> = files(&index).iter().map(|file| kind_of(file)).collect();
    assert!(kinds.len() > 5, "{kinds:?}");
    let harms: [fn(&Path); 3] = [
        |file| fs::remove_file(file).unwrap(),
        |file| cut(file, |len| len / 2),
        |file| cut(file, |len| len - 1),
    ];
    for kind in kinds {
        for harm in harms {
            let all = files(&index);
            let Some(file) = all.iter().find(|file| kind_of(file) == kind) else { continue };
            harm(file);
            for query in ["viec so 77", "\"viec so 77\"", "nguyen"] {
                assert!(!found(&folder.data(), query).is_empty(), "{kind}: {query}");
            }
            assert_sound(&folder.data());
        }
    }
}

/// A file of a segment by what it holds, any other by its name.
fn kind_of(file: &Path) -> String {
    let name = file.file_name().unwrap().to_str().unwrap();
    match name.split_once('.') {
        Some((segment, kind)) if segment.len() == 32 => kind.to_owned(),
        _ => name.to_owned(),
    }
}

fn small_office() -> Folder {
    let folder = Folder::new();
    let contents: Vec<String> = (0..300).map(|at| format!("Việc số {at} về đất")).collect();
    let rows: Vec<_> = contents
        .iter()
        .map(|content| ("Nguyễn Thị Chỉ Mục", "Kiến nghị", content.as_str()))
        .collect();
    let file = folder.file("sổ.csv", csv(&rows));
    folder.run(&["import", &file]).good();
    folder
}

fn register(served: &Served, cookie: &str, content: &str) -> u16 {
    let key = format!("{:032x}", content.len() + 7);
    served.post(cookie, "/don/moi", &intake_form(&key, content)).status
}

#[test]
fn petitions_are_received_while_the_index_is_built_anew() {
    let folder = Folder::with_ledger();
    let password = folder.account("mai", "can-bo-tiep-nhan");
    let index = folder.data().join("index");
    for file in files(&index) {
        cut(&file, |len| len / 3);
    }
    let served = folder.serve();
    let cookie = served.sign_in("mai", &password);
    assert_eq!(register(&served, &cookie, "Đề nghị chặt cây zxqua đường"), 303);
    for page in ["/", "/don", "/tim", &search_path("zxqua")] {
        assert_eq!(served.get(&cookie, page).status, 200, "{page} while the index is built");
    }
    wait_until("the new petition is found", || {
        served.get(&cookie, &search_path("zxqua")).text().contains("href=\"/don/2018/0001\"")
    });
    wait_until("the old ones are found", || {
        folder.run(&["search", "thửa đất"]).out.lines().count() > 5
    });
    folder.run(&["reindex"]).good();
    folder.run(&["verify"]).good();
    wait_until("the new index answers", || {
        served.get(&cookie, &search_path("zxqua")).text().contains("href=\"/don/2018/0001\"")
    });
    drop(served);
    assert_sound(&folder.data());
}

#[test]
fn the_index_of_another_office_is_not_believed() {
    let (here, there) = (Folder::new(), Folder::new());
    for (folder, name, word) in [(&here, "Đây", "qxnhà"), (&there, "Kia", "qxnước")] {
        let file = folder.file("so.csv", csv(&[(name, "Kiến nghị", &format!("Việc {word}"))]));
        folder.run(&["import", &file]).good();
    }
    fs::remove_dir_all(here.data().join("index")).unwrap();
    crate::process::copy_folder(&there.data().join("index"), &here.data().join("index"));
    assert_eq!(found(&here.data(), "\"qxnuoc\""), Vec::<String>::new());
    assert_eq!(found(&here.data(), "\"qxnha\""), ["2018/0001"]);
    assert_sound(&here.data());
}

#[test]
fn an_index_of_a_time_that_an_older_store_does_not_know_is_built_anew() {
    // The older store is searched first, or written to first, so that it reaches the number that the index covers.
    for writes_first in [false, true] {
        let folder = small_office();
        let older = folder.file("older.redb", fs::read(folder.store()).unwrap());
        let late = folder.file("late.csv", csv(&[("Muộn", "Kiến nghị", "Việc qzmuộn")]));
        folder.run(&["import", &late]).good();
        assert_eq!(found(&folder.data(), "qzmuộn").len(), 1);
        fs::copy(&older, folder.store()).unwrap();
        if writes_first {
            let other = folder.file("other.csv", csv(&[("Khác", "Kiến nghị", "Việc qzkhác")]));
            folder.run(&["import", &other]).good();
            assert_eq!(found(&folder.data(), "\"qzkhác\"").len(), 1, "what was written is found");
        }
        assert_eq!(
            found(&folder.data(), "\"qzmuộn\"").len(),
            0,
            "what is not in the store is not found"
        );
        assert_eq!(found(&folder.data(), "viec so 77").len(), 1);
        assert_sound(&folder.data());
        run_in(&folder.data(), &["reindex"]).good();
    }
}
