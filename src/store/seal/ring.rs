//! The key file of the seal: kept apart from the store, so that a copy of the data folder opens nothing.
//!
//! Owns the file's format, its making and its cryptography: XChaCha20-Poly1305 with a drawn nonce, HMAC-SHA256 for
//! matching, each under a key derived from the file's. Invariant: a file that is there is never written over but by the
//! same keys and one more. The newest key seals, the older ones still open. Called by `store::seal`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use thiserror::Error;
use zeroize::Zeroizing;

/// First line of a key file.
const TITLE: &str = "donthu seal key 1";
/// What a person who finds the file must know.
const NOTICE: &str = "\
# Khóa niêm phong danh tính người tố cáo. Mất tệp này thì danh tính đã niêm phong không mở lại được.
# Sao lưu riêng (donthu seal backup-key), không bao giờ để chung với bản sao lưu của thư mục dữ liệu.
# Mỗi dòng một khóa; dòng cuối niêm phong, các dòng trước chỉ để mở. Không sửa bằng tay.";
/// Length of a key.
const KEY_BYTES: usize = 32;
/// Length of a nonce.
pub(super) const NONCE_BYTES: usize = 24;
/// Longest key file that is read: hundreds of rotations.
const FILE_BYTES: u64 = 64 << 10;

type Secret = Zeroizing<[u8; KEY_BYTES]>;

/// Why nothing can be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealFault {
    /// There is no key file, and the store has sealed records.
    #[error("no key file at {}", .place.display())]
    Missing {
        /// Where it was expected.
        place: PathBuf,
    },
    /// The file can't be read or made, or is not a key file.
    #[error("key file {}: {detail}", .place.display())]
    Unusable {
        /// The file.
        place: PathBuf,
        /// What the system says.
        detail: String,
    },
    /// The file lacks the key by which a record was sealed.
    #[error("key file {} lacks key {key:08x}", .place.display())]
    WrongKey {
        /// The file.
        place: PathBuf,
        /// Identifier of the key.
        key: u32,
    },
}

/// A key with what is derived from it.
pub(super) struct Key {
    pub(super) id: u32,
    secret: Secret,
    sealing: Secret,
    matching: Secret,
}

/// The keys of a file, or why there are none.
pub(in crate::store) struct Ring {
    place: PathBuf,
    keys: Result<Vec<Key>, SealFault>,
}

/// Where the key of a data folder lies unless it is said: beside the folder, so that a copy of it does not carry it along.
pub fn default_place(folder: &Path) -> PathBuf {
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut name = folder.clone().into_os_string();
    name.push(".seal.key");
    PathBuf::from(name)
}

impl Ring {
    /// The keys of a file; `may_make` where nothing was sealed yet: then a file that is missing is made.
    pub(in crate::store) fn open(place: &Path, may_make: bool) -> Self {
        let keys = match read(place) {
            Err(SealFault::Missing { .. }) if may_make => Key::draw()
                .and_then(|key| {
                    let keys = vec![key];
                    write_new(place, &keys)?;
                    Ok(keys)
                })
                .map_err(|error| unusable(place, &error)),
            keys => keys,
        };
        Self { place: place.to_owned(), keys }
    }

    /// No keys: for the moment in which a store is made.
    pub(in crate::store) fn none() -> Self {
        let place = PathBuf::new();
        Self { keys: Err(SealFault::Missing { place: place.clone() }), place }
    }

    /// The file.
    pub(super) fn place(&self) -> &Path {
        &self.place
    }

    /// Why nothing can be sealed.
    pub(super) fn fault(&self) -> Option<&SealFault> {
        self.keys.as_ref().err()
    }

    /// Without the key by which the store was sealed last, nothing is sealed under another.
    pub(super) fn requiring(self, id: u32) -> Self {
        let place = self.place.clone();
        let keys = self.keys.and_then(|keys| {
            let has_it = keys.iter().any(|key| key.id == id);
            if has_it { Ok(keys) } else { Err(SealFault::WrongKey { place, key: id }) }
        });
        Self { place: self.place, keys }
    }

    /// All keys, the oldest first.
    pub(super) fn keys(&self) -> Result<&[Key], SealFault> {
        self.keys.as_deref().map_err(SealFault::clone)
    }

    /// The key that seals.
    pub(super) fn newest(&self) -> Result<&Key, SealFault> {
        let none = || unusable(&self.place, &io::Error::other("no key in it"));
        self.keys()?.last().ok_or_else(none)
    }

    /// The key with this identifier.
    pub(super) fn key(&self, id: u32) -> Result<&Key, SealFault> {
        let missing = || SealFault::WrongKey { place: self.place.clone(), key: id };
        self.keys()?.iter().find(|key| key.id == id).ok_or_else(missing)
    }

    /// The same keys and a new one, on the disk before it is used.
    pub(super) fn with_new_key(&self) -> Result<Self, SealFault> {
        // What the file says now: nobody else's key is written over.
        let mut keys = read(&self.place)?;
        let added = Key::draw().and_then(|key| {
            keys.push(key);
            replace(&self.place, &keys)
        });
        added.map_err(|error| unusable(&self.place, &error))?;
        Ok(Self { place: self.place.clone(), keys: Ok(keys) })
    }

    /// A new file where the old one is lost; what was sealed under it stays closed.
    pub(super) fn anew(place: &Path) -> Result<Self, SealFault> {
        let made = Key::draw().and_then(|key| {
            let keys = vec![key];
            write_new(place, &keys)?;
            Ok(keys)
        });
        let keys = made.map_err(|error| unusable(place, &error))?;
        Ok(Self { place: place.to_owned(), keys: Ok(keys) })
    }

    /// Copies the keys into a file that is not there yet.
    pub(super) fn copy_to(&self, copy: &Path) -> Result<(), SealFault> {
        write_new(copy, self.keys()?).map_err(|error| unusable(copy, &error))
    }
}

impl Key {
    fn draw() -> io::Result<Self> {
        let (mut id, mut secret) = ([0; 4], Secret::default());
        let drawn = getrandom::fill(&mut id).and_then(|()| getrandom::fill(secret.as_mut()));
        drawn.map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self::new(u32::from_be_bytes(id), secret))
    }

    fn new(id: u32, secret: Secret) -> Self {
        let sealing = Zeroizing::new(mac(&secret, &[b"donthu seal"]));
        let matching = Zeroizing::new(mac(&secret, &[b"donthu match"]));
        Self { id, secret, sealing, matching }
    }

    /// Seals bytes for their place.
    pub(super) fn seal(
        &self,
        nonce: [u8; NONCE_BYTES],
        plain: &[u8],
        place: &[u8],
    ) -> Option<Vec<u8>> {
        let cipher = XChaCha20Poly1305::new(&(*self.sealing).into());
        cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place }).ok()
    }

    /// Opens what was sealed for this place; `None` where it or its place was changed.
    pub(super) fn open(
        &self,
        nonce: [u8; NONCE_BYTES],
        sealed: &[u8],
        place: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let cipher = XChaCha20Poly1305::new(&(*self.sealing).into());
        let plain = cipher.decrypt(&XNonce::from(nonce), Payload { msg: sealed, aad: place });
        plain.ok().map(Zeroizing::new)
    }

    /// What a text of a kind is matched by: nobody without the key can make it or tell the text from it.
    pub(super) fn digest(&self, kind: u8, text: &str) -> u128 {
        let whole = mac(&self.matching, &[&[kind], text.as_bytes()]);
        let mut first = [0; 16];
        first.copy_from_slice(&whole[..16]);
        u128::from_be_bytes(first)
    }
}

fn mac(key: &[u8; KEY_BYTES], parts: &[&[u8]]) -> [u8; KEY_BYTES] {
    // HMAC fills a short key with zeros up to its block itself.
    let mut block = Zeroizing::new([0; 64]);
    block[..KEY_BYTES].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&(*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn unusable(place: &Path, error: &io::Error) -> SealFault {
    SealFault::Unusable { place: place.to_owned(), detail: error.to_string() }
}

fn read(place: &Path) -> Result<Vec<Key>, SealFault> {
    let file = match File::open(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(SealFault::Missing { place: place.to_owned() });
        }
        file => file.map_err(|error| unusable(place, &error))?,
    };
    let mode = file.metadata().map_or(0, |about| about.permissions().mode());
    if mode & 0o077 != 0 {
        tracing::warn!(file = %place.display(), "others than the owner may read the key file");
    }
    let mut text = Zeroizing::new(String::new());
    io::Read::read_to_string(&mut io::Read::take(file, FILE_BYTES), &mut text)
        .map_err(|error| unusable(place, &error))?;
    parse(&text).ok_or_else(|| unusable(place, &io::Error::other("not a key file of donthu")))
}

/// The keys in a file's text; `None` where a line is no key.
fn parse(text: &str) -> Option<Vec<Key>> {
    let mut lines = text.lines().map(str::trim);
    if lines.next() != Some(TITLE) {
        return None;
    }
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let key = |line: &str| {
        let (id, secret) = line.split_once(' ')?;
        let id = u32::from_str_radix(id, 16).ok()?;
        let secret = Zeroizing::new(HEXLOWER.decode(secret.trim().as_bytes()).ok()?);
        Some(Key::new(id, Zeroizing::new(secret.as_slice().try_into().ok()?)))
    };
    let keys: Vec<Key> = lines.map(key).collect::<Option<_>>()?;
    (!keys.is_empty()).then_some(keys)
}

fn text_of(keys: &[Key]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(format!("{TITLE}\n{NOTICE}\n"));
    for key in keys {
        let secret = Zeroizing::new(HEXLOWER.encode(key.secret.as_ref()));
        for part in [format!("{:08x}", key.id).as_str(), " ", &secret, "\n"] {
            text.push_str(part);
        }
    }
    text
}

/// Makes a key file; one that is there stays.
fn write_new(place: &Path, keys: &[Key]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(place)?;
    let written = file.write_all(text_of(keys).as_bytes()).and_then(|()| file.sync_all());
    if written.is_err() {
        drop(fs::remove_file(place));
    }
    written.and_then(|()| sync_folder(place))
}

/// Puts another text in the place of a key file: whole or not at all.
fn replace(place: &Path, keys: &[Key]) -> io::Result<()> {
    let mut beside = place.to_owned().into_os_string();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    drop(fs::remove_file(&beside));
    write_new(&beside, keys)?;
    fs::rename(&beside, place)?;
    sync_folder(place)
}

fn sync_folder(place: &Path) -> io::Result<()> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_file_is_made_once_for_its_owner_and_read_again() {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("a.key");
        let made = Ring::open(&place, true);
        assert_eq!(fs::metadata(&place).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Ring::open(&place, true);
        assert_eq!(again.newest().unwrap().id, made.newest().unwrap().id);
        let rotated = again.with_new_key().unwrap();
        let read = Ring::open(&place, false);
        assert_eq!(read.keys().unwrap().len(), 2);
        assert_eq!(read.newest().unwrap().id, rotated.newest().unwrap().id);
        let nonce = [7; NONCE_BYTES];
        let sealed = made.newest().unwrap().seal(nonce, b"x", b"p").unwrap();
        let old = read.key(made.newest().unwrap().id).unwrap();
        assert_eq!(old.open(nonce, &sealed, b"p").unwrap().as_slice(), b"x");
        assert!(old.open(nonce, &sealed, b"q").is_none(), "of another petition");
        assert!(read.newest().unwrap().open(nonce, &sealed, b"p").is_none());
    }

    #[test]
    fn what_is_missing_or_no_key_file_is_said_and_left_alone() {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("a.key");
        let missing = Ring::open(&place, false);
        assert_eq!(missing.fault(), Some(&SealFault::Missing { place: place.clone() }));
        assert!(!place.exists(), "never made silently");
        for text in ["", "donthu seal key 1\n", "donthu seal key 1\n12 34\n", "xyz"] {
            fs::write(&place, text).unwrap();
            let fault = Ring::open(&place, true);
            assert!(matches!(fault.fault(), Some(SealFault::Unusable { .. })), "{text:?}");
            assert_eq!(fs::read_to_string(&place).unwrap(), text);
        }
        let nowhere = folder.path().join("none/a.key");
        assert!(matches!(Ring::open(&nowhere, true).fault(), Some(SealFault::Unusable { .. })));
    }
}
