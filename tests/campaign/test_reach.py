def test_reach_of_today_includes_whole_predecessors_and_villages_that_came_over(ground, cast):
    units = set(ground.a.__class__.objects.visible_to(cast.lan))
    assert ground.a in units and ground.old_a2 in units
    assert set(ground.old_villages["a1"][:2]) < units
    assert ground.old_villages["a1"][2] not in units
    assert ground.old_a1 not in units and ground.b not in units and ground.province not in units


def test_reach_of_a_province_is_everything_below_on_both_maps(ground, cast):
    units = set(ground.a.__class__.objects.visible_to(cast.minh))
    every = set(ground.a.__class__.objects.exclude(province=ground.other_province))
    assert units == every
