//! Properties of every bill within Lambda's limits.

use crate::common::{PRICES, prices_of};
use cost::{Bill, Cents, Item, Provisioned, SnapStart, Usage, parse_price, parse_usage};
use data::{
    Architecture, Decimal, Input, RegionPrices, SavingsPlan, Service, ServiceUsage, UsageInput,
};
use proptest::prelude::*;

fn region() -> impl Strategy<Value = &'static RegionPrices> {
    (0..PRICES.regions.len()).prop_map(|index| &PRICES.regions[index])
}

prop_compose! {
    fn provisioned()(
        concurrency in 0_u32..=1_000_000,
        minutes in 0_u128..=744 * 60,
        requests in 0..=1_000_000_000_000_000_u64,
        duration_us in 0..=900_000_000_u128,
    ) -> Provisioned {
        Provisioned {
            concurrency,
            hours: Decimal::new(minutes, 0) * Decimal::new(5, 1),
            requests,
            duration_ms: Decimal::new(duration_us, 3),
        }
    }
}

prop_compose! {
    fn snapstart()(
        tenths in 0_u128..=7440,
        restores in 0..=1_000_000_000_000_000_u64,
    ) -> SnapStart {
        SnapStart { cache_hours: Decimal::new(tenths, 1), restores }
    }
}

/// The most that may be used of a service.
fn most(input: &UsageInput) -> Decimal {
    match input.input {
        Input::Number { most, .. } => u64::from(most).into(),
        Input::Choice(_) => 1.into(),
    }
}

/// The services whose quantity grows with invocations, and how each is read.
fn per_invocation() -> impl Iterator<Item = (Service, &'static UsageInput)> {
    let services = Service::ALL.iter();
    services.filter_map(|&service| Some((service, service.usage_input()?)))
}

prop_compose! {
    /// Of each service, a part of the most that may be used.
    fn services()(
        permille in prop::collection::vec(0_u128..=1000, Service::ALL.len()),
    ) -> ServiceUsage {
        let parts = per_invocation().zip(permille);
        parts.fold(ServiceUsage::NOTHING, |usage, ((service, input), permille)| {
            usage.with(service, most(input) * Decimal::new(permille, 3))
        })
    }
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
        switches in any::<(bool, bool)>(),
        provisioned in prop::option::of(provisioned()),
        snapstart in prop::option::of(snapstart()),
        plan_and_services in (prop::sample::select(SavingsPlan::ALL), services()),
    ) -> Usage {
        let (init_billing, free_tier) = switches;
        let (savings_plan, services) = plan_and_services;
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
            provisioned,
            snapstart,
            savings_plan,
            services,
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
            Usage { requests: usage.requests + usage.requests / 7 + 1, ..usage },
            Usage { memory_mb: usage.memory_mb + 1, ..usage },
            Usage { ephemeral_mb: usage.ephemeral_mb + 1, ..usage },
            Usage { duration_ms: usage.duration_ms + Decimal::new(1, 3), ..usage },
            Usage { init_ms: usage.init_ms + Decimal::new(1, 3), ..usage },
            Usage { init_billing: true, ..usage },
            Usage { free_tier: false, ..usage },
            Usage { savings_plan: SavingsPlan::None, ..usage },
        ];
        let more_of_a_service = per_invocation().map(|(service, _)| {
            let each = usage.services[service] + Decimal::new(1, 3);
            Usage { services: usage.services.with(service, each), ..usage }
        });
        for more in more.into_iter().chain(more_of_a_service) {
            prop_assert!(total(region, &more) >= total(region, &usage), "{more:?}");
        }
    }

    /// A bill that is watched call by call is the month's, but for the rounding of its two lines.
    #[test]
    fn calls_add_up_to_the_month(
        region in region(),
        architecture in prop::sample::select(Architecture::ALL),
        memory_mb in 128_u32..=10_240,
        requests in 0..=100_000_u64,
        billed_ms in 1..=10_000_u64,
    ) {
        let call = Bill::of_call(region, architecture, memory_mb, billed_ms);
        let calls = (call * Decimal::from(requests)).to_units(2).unwrap();
        let usage = Usage {
            free_tier: false,
            ..Usage::on_demand(architecture, memory_mb, requests, billed_ms.into())
        };
        prop_assert!(total(region, &usage).0.abs_diff(calls) <= 1);
    }

    /// One more GB-second costs at most the most expensive tier's price: no jump where a tier begins.
    #[test]
    fn tiers_are_continuous(
        region in region(),
        architecture in prop::sample::select(Architecture::ALL),
        tier in 0_usize..3,
        before in 0_u64..3,
    ) {
        let tiers = region.tiers(architecture);
        let from: u64 = tiers[tier].from.to_string().parse().unwrap();
        let gb_seconds = from.saturating_sub(before);
        // At 1,024 MB and 1,000 ms a request is a GB-second.
        let bill = |requests| {
            let usage = Usage {
                free_tier: false,
                ..Usage::on_demand(architecture, 1024, requests, Decimal::from(1000))
            };
            Bill::of(region, &usage).amount(Item::Duration)
        };
        let (at, after) = (bill(gb_seconds), bill(gb_seconds + 1000));
        let most = tiers[0].usd * Decimal::from(1000);
        prop_assert!(after >= at);
        prop_assert!(after.0 - at.0 <= Cents::rounded(most).0 + 1);
    }

    /// A line is its own arithmetic, whatever stands before it, and none is computed twice.
    #[test]
    fn every_line_is_its_quantities_times_their_prices(region in region(), usage in usage()) {
        let bill = Bill::of(region, &usage);
        for (at, line) in bill.lines.iter().enumerate() {
            let charged: Decimal = line.charges.iter().map(|charge| charge.quantity).sum();
            prop_assert_eq!(charged + line.free, line.used);
            let full: Decimal = line.charges.iter().map(|charge| charge.quantity * charge.usd).sum();
            let rest = Decimal::from(1).saturating_sub(line.discount);
            prop_assert_eq!(line.usd, Cents::rounded(full * rest));
            prop_assert_eq!(bill.amount(line.item), line.usd);
            let later = &bill.lines[at + 1..];
            prop_assert!(later.iter().all(|other| other.item != line.item));
        }
    }

    /// The free GB-seconds never cover provisioned concurrency, nor does a plan the requests.
    #[test]
    fn only_some_items_are_free_or_discounted(region in region(), usage in usage()) {
        for line in Bill::of(region, &usage).lines {
            if !matches!(line.item, Item::Requests | Item::Duration) {
                prop_assert!(line.free.is_zero(), "{line:?}");
            }
            let covered = matches!(
                line.item,
                Item::Duration
                    | Item::Service(Service::ProvisionedConcurrency | Service::ProvisionedDuration)
            );
            if !covered {
                prop_assert!(line.discount.is_zero(), "{line:?}");
            }
        }
    }

    /// Against an independent computation in integers: numerator and denominator of the
    /// request charge, and of duration within the first tier.
    #[test]
    fn the_first_tier_agrees_with_integer_arithmetic(
        requests in 0..10_000_000_u128,
        memory_mb in 128_u32..=10_240,
        duration_us in 0..=400_000_u128,
    ) {
        let region = prices_of("us-east-1");
        let requests_a_month = u64::try_from(requests).unwrap();
        let duration = Decimal::new(duration_us, 3);
        let bill = Bill::of(region, &Usage {
            free_tier: false,
            ..Usage::on_demand(Architecture::X86_64, memory_mb, requests_a_month, duration)
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
        ephemeral_mb: 10_239,
        init_ms: format!("899999.{nines}").parse().unwrap(),
        cold_share: format!("0.{nines}").parse().unwrap(),
        savings_plan: SavingsPlan::NoUpfront,
        provisioned: Some(Provisioned {
            concurrency: 1_000_000,
            hours: format!("743.{nines}").parse().unwrap(),
            requests: 1_000_000_000_000_000,
            duration_ms: format!("899999.{nines}").parse().unwrap(),
        }),
        snapstart: Some(SnapStart {
            cache_hours: format!("743.{nines}").parse().unwrap(),
            restores: 1_000_000_000_000_000,
        }),
        services: per_invocation().fold(ServiceUsage::NOTHING, |usage, (service, input)| {
            let longest = match input.input {
                Input::Number { most, .. } => format!("{}.{nines}", most - 1),
                Input::Choice([_, one]) => one.to_owned(),
            };
            usage.with(service, parse_usage(input, &longest).unwrap())
        }),
        ..Usage::on_demand(
            Architecture::X86_64,
            10_240,
            1_000_000_000_000_000,
            format!("899999.{nines}").parse().unwrap(),
        )
    };
    // 10^15 requests of just under 1,800 s at 10 GB are 1.8 × 10^19 GB-s.
    let mut region = prices_of("us-east-1").clone();
    for &service in Service::ALL {
        let longest = match service.most_usd_thousandths() {
            1 => format!("0.000{}", &nines[3..]),
            most => format!("{}.{nines}", most / 1000 - 1),
        };
        region.set_service(service, parse_price(service, &longest).unwrap());
    }
    let bill = Bill::of(&region, &usage);
    assert!(bill.gb_seconds > Decimal::new(179_999, 0) * Decimal::new(10_u128.pow(14), 0));
    assert!(bill.gb_seconds < Decimal::new(18, 0) * Decimal::new(10_u128.pow(18), 0));
    assert!(
        bill.lines.iter().all(|line| line.usd.0 < u64::MAX),
        "{bill:#?}"
    );
}
