import 'server-only';
// The kinds of topics there are beside the overview and the nodes.
import { autoscalerFamily } from '../autoscaling/autoscaler-family.ts';
import { AutoscalingTopics } from '../autoscaling/autoscaling-topics.ts';
import { Timelines } from '../autoscaling/timelines.ts';
import { Doctor } from '../images/doctor.ts';
import { DoctorTopics } from '../images/doctor-topics.ts';
import { ImagesTopics } from '../images/images-topics.ts';
import { PictureMaker } from '../placement/picture-maker.ts';
import { PlacementTopics } from '../placement/placement-topics.ts';
import { WhyTopics } from '../placement/why-topics.ts';
import { podFamily } from '../pods/pod-family.ts';
import { NodeUsageTopics, PodUsageTopics } from '../usage/usage-topics.ts';
import type { RowParts } from './rows.ts';
import type { TopicFamily } from './topic-family.ts';

export function familiesOf(parts: RowParts): readonly TopicFamily[] {
  const { cache, platformsOf } = parts;
  const pictures = new PictureMaker(cache);
  const doctor = new Doctor(parts);
  const timelines = new Timelines();
  const images = { cache, pictures, doctor };
  return [
    podFamily(parts),
    new PlacementTopics({ cache, pictures, platformsOf }),
    new WhyTopics({ cache, pictures, platformsOf: (image) => doctor.platformsOf()(image) }),
    new ImagesTopics(images),
    new DoctorTopics(images),
    new NodeUsageTopics(parts),
    new PodUsageTopics(parts),
    new AutoscalingTopics({ ...parts, timelines }),
    autoscalerFamily({ ...parts, pictures, timelines }),
  ];
}
