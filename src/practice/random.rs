//! A small seeded generator of chance (splitmix64), so that practice data is the same on every machine.
//!
//! Integers only: floating point may differ between platforms. Not for secrets.

/// A stream of chance that its seed decides.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Evenly one of `0..n`; 0 for `n` = 0.
    pub fn below(&mut self, n: u32) -> u32 {
        u32::try_from(((self.bits() >> 32) * u64::from(n)) >> 32).unwrap_or(0)
    }

    /// Evenly one of `from..=to`.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// One of `0..n`, small ones far more often: about as words are spread in real text (Zipf).
    pub fn skewed(&mut self, n: u32) -> u32 {
        let bound = self.below(n) + 1;
        self.below(bound)
    }

    /// True in so many of a thousand.
    pub fn per_mille(&mut self, chance: u32) -> bool {
        self.below(1000) < chance
    }

    /// Evenly one of the items, if there are any.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(count(items)) as usize)
    }

    /// One of the items, the first ones far more often.
    pub fn pick_skewed<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.skewed(count(items)) as usize)
    }
}

/// How many items, as the generator counts.
pub(super) fn count<T>(items: &[T]) -> u32 {
    u32::try_from(items.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_splitmix64() {
        let mut random = Random::new(1_234_567);
        let first = [random.bits(), random.bits(), random.bits()];
        assert_eq!(
            first,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn chance_keeps_within_its_bounds_and_prefers_the_small_when_skewed() {
        let mut random = Random::new(1);
        assert!((0..1000).all(|_| random.below(7) < 7 && (3..=5).contains(&random.between(3, 5))));
        let small = (0..10_000).filter(|_| random.skewed(100) < 10).count();
        assert!((2_500..4_500).contains(&small), "{small} of 10,000 in the first tenth");
        assert_eq!(random.pick::<u8>(&[]), None);
    }
}
