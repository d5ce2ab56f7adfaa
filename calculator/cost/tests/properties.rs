//! What holds for every bill within Lambda's limits.

use cost::{Bill, Cents, Item, Usage};
use data::{Architecture, Decimal, PriceList, RegionPrices};
use proptest::prelude::*;
use std::{path::Path, sync::LazyLock};

static PRICES: LazyLock<PriceList> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/prices");
    PriceList::read(&folder).unwrap()
});

fn region() -> impl Strategy<Value = &'static RegionPrices> {
    (0..PRICES.regions.len()).prop_map(|index| &PRICES.regions[index])
}

prop_compose! {
    fn usage()(
        architecture in prop::sample::select(Architecture::ALL),
        memory_mb in 128_u32..=10_240,
        ephemeral_mb in 512_u32..=10_240,
        requests in prop_oneof![0..=10_000_000_u64, 0..=1_000_000_000_000_000_u64],
        duration_us in 0..=900_000_000_u128,
        init_us in 0..=900_000_000_u128,
        cold_ppm in 0..=1_000_000_u128,
        init_billing: bool,
        free_tier: bool,
    ) -> Usage {
        Usage {
            architecture,
            memory_mb,
            ephemeral_mb,
            requests,
            duration_ms: Decimal::new(duration_us, 3),
            init_ms: Decimal::new(init_us, 3),
            cold_share: Decimal::new(cold_ppm, 6),
            init_billing,
            free_tier,
        }
    }
}

fn total(region: &RegionPrices, usage: &Usage) -> Cents {
    Bill::of(region, usage).total()
}

proptest! {
    #[test]
    fn more_of_anything_never_costs_less(region in region(), usage in usage()) {
        let more = [
            Usage { requests: usage.requests + usage.requests / 7 + 1, ..usage.clone() },
            Usage { memory_mb: usage.memory_mb + 1, ..usage.clone() },
            Usage { ephemeral_mb: usage.ephemeral_mb + 1, ..usage.clone() },
            Usage { duration_ms: usage.duration_ms + Decimal::new(1, 3), ..usage.clone() },
            Usage { init_ms: usage.init_ms + Decimal::new(1, 3), ..usage.clone() },
            Usage { init_billing: true, ..usage.clone() },
            Usage { free_tier: false, ..usage.clone() },
        ];
        for more in more {
            prop_assert!(total(region, &more) >= total(region, &usage), "{more:?}");
        }
    }

    /// One more GB-second costs at most the dearest tier's price: no jump where a tier begins.
    #[test]
    fn tiers_are_continuous(
        region in region(),
        architecture in prop::sample::select(Architecture::ALL),
        tier in 0_usize..3,
        before in 0_u64..3,
    ) {
        let tiers = region.tiers(architecture);
        let from: u64 = tiers[tier].from_gb_s.to_string().parse().unwrap();
        let gb_seconds = from.saturating_sub(before);
        // At 1,024 MB and 1,000 ms a request is a GB-second.
        let bill = |requests| {
            let usage = Usage {
                architecture,
                memory_mb: 1024,
                ephemeral_mb: 512,
                requests,
                duration_ms: Decimal::from(1000),
                init_ms: Decimal::ZERO,
                cold_share: Decimal::ZERO,
                init_billing: true,
                free_tier: false,
            };
            Bill::of(region, &usage).amount(Item::Duration)
        };
        let (at, after) = (bill(gb_seconds), bill(gb_seconds + 1000));
        let dearest = tiers[0].usd_per_gb_s * Decimal::from(1000);
        prop_assert!(after >= at);
        prop_assert!(after.0 - at.0 <= Cents::rounded(dearest).0 + 1);
    }

    #[test]
    fn the_total_is_the_sum_of_the_lines(region in region(), usage in usage()) {
        let bill = Bill::of(region, &usage);
        let sum: u64 = bill.lines.iter().map(|line| line.usd.0).sum();
        prop_assert_eq!(bill.total().0, sum);
    }

    /// Against an independent computation in integers: numerator and denominator of the
    /// request charge, and of duration within the first tier.
    #[test]
    fn the_first_tier_agrees_with_integer_arithmetic(
        requests in 0..10_000_000_u128,
        memory_mb in 128_u32..=10_240,
        duration_us in 0..=400_000_u128,
    ) {
        let region = PRICES.region("us-east-1").unwrap();
        let bill = Bill::of(region, &Usage {
            architecture: Architecture::X86_64,
            memory_mb,
            ephemeral_mb: 512,
            requests: u64::try_from(requests).unwrap(),
            duration_ms: Decimal::new(duration_us, 3),
            init_ms: Decimal::ZERO,
            cold_share: Decimal::ZERO,
            init_billing: true,
            free_tier: false,
        });
        let half_up = |numerator: u128, denominator: u128| {
            (2 * numerator + denominator) / (2 * denominator)
        };
        // 0.0000002 USD a request is 2 cents per 100,000.
        prop_assert_eq!(u128::from(bill.amount(Item::Requests).0), half_up(requests * 2, 100_000));
        // us × MB / (10^6 × 1024) GB-s at 166,667 × 10^-8 cents.
        let numerator = requests * duration_us * u128::from(memory_mb) * 166_667;
        let denominator = 1_000_000 * 1024 * 100_000_000;
        prop_assert_eq!(u128::from(bill.amount(Item::Duration).0), half_up(numerator, denominator));
    }
}

/// Inputs with the most digits that can be read, at the largest values.
#[test]
fn the_longest_numbers_do_not_overflow() {
    let nines = "9".repeat(24);
    let usage = Usage {
        architecture: Architecture::X86_64,
        memory_mb: 10_240,
        ephemeral_mb: 10_239,
        requests: 1_000_000_000_000_000,
        duration_ms: format!("899999.{nines}").parse().unwrap(),
        init_ms: format!("899999.{nines}").parse().unwrap(),
        cold_share: format!("0.{nines}").parse().unwrap(),
        init_billing: true,
        free_tier: true,
    };
    // 10^15 requests of just under 1,800 s at 10 GB are 1.8 × 10^19 GB-s.
    let bill = Bill::of(PRICES.region("us-east-1").unwrap(), &usage);
    assert!(bill.gb_seconds > Decimal::new(179_999, 0) * Decimal::new(10_u128.pow(14), 0));
    assert!(bill.gb_seconds < Decimal::new(18, 0) * Decimal::new(10_u128.pow(18), 0));
}
