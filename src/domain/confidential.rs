//! What only the competent may see: the identity of a denouncer.
//!
//! A `Confidential` value prints nothing and opens only with a [`Permit`], which only `permission` can grant.
//! Law: Luật Tố cáo 2018 Đ.8, 47–58 (the identity of a denouncer is protected).

use std::fmt;

/// A value under seal: no `Display`, a blank `Debug`, no comparison.
pub struct Confidential<T>(T);

/// Leave to open sealed values; made by [`super::permission::may_open_identity`], and for the console's export of everything
/// with the identities by [`super::permission::permit_of_key_holder`].
pub struct Permit(());

impl Permit {
    pub(super) fn granted() -> Self {
        Self(())
    }
}

impl<T> Confidential<T> {
    /// Puts a value under seal.
    pub fn seal(value: T) -> Self {
        Self(value)
    }

    /// The value, for one who holds a permit.
    pub fn open(&self, _permit: &Permit) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Confidential<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confidential(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_sealed_value_is_printed() {
        assert_eq!(format!("{:?}", Confidential::seal("Nguyễn Văn A")), "Confidential(…)");
    }
}
